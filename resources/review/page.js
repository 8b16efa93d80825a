"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const pack = JSON.parse(one("pack").textContent);
  const words = pack.words;
  const KINDS = ["approve", "changes", "comment"];
  const key = "cmdesk-review-" + pack.pack;
  const answers = new Map(pack.posts.map((post) => [post.id, { answer: "", words: "" }]));
  document.documentElement.classList.add("js");

  const say = (pattern, places) => pattern.replace(/\{([a-z_]+)\}/g, (whole, name) => String(places[name] ?? whole));
  const counted = (name, count) => say(words[count === 1 ? name + "_one" : name], { count });
  const whole = (text) => new TextDecoder().decode(new TextEncoder().encode(text)); // no half letters
  const isDone = (kept) => kept.answer === "approve" || (kept.answer !== "" && kept.words.trim() !== "");

  // --- what is kept between two visits, where the browser keeps anything -------------------------

  let shelf = null;
  try {
    shelf = window.localStorage;
    shelf.getItem(key);
  } catch {
    shelf = null;
  }

  const keep = () => {
    try {
      shelf?.setItem(key, JSON.stringify({ name: one("name").value, answers: [...answers] }));
    } catch {
      shelf = null; // full or forbidden: the page works without it
    }
  };

  const restore = () => {
    let kept = null;
    try {
      kept = JSON.parse(shelf?.getItem(key) ?? "null");
    } catch {
      kept = null;
    }
    if (!kept || !Array.isArray(kept.answers)) return;
    let isAny = false;
    for (const row of kept.answers) {
      if (!Array.isArray(row) || !answers.has(row[0]) || typeof row[1]?.words !== "string") continue;
      const answer = KINDS.includes(row[1].answer) ? row[1].answer : "";
      answers.set(row[0], { answer, words: row[1].words.slice(0, pack.longest) });
      isAny = isAny || answer !== "";
    }
    if (typeof kept.name === "string") one("name").value = kept.name.slice(0, 120);
    if (isAny) tell(words.restored);
  };

  // --- what is seen ------------------------------------------------------------------------------

  const tell = (sentence) => {
    one("told").textContent = sentence;
  };

  const show = (id) => {
    const kept = answers.get(id);
    const article = one("post-" + id);
    const state = kept.answer === "" ? "none" : kept.answer;
    article.dataset.answer = kept.answer;
    one("state-" + id).textContent = words["state_" + state];
    for (const kind of KINDS) one(kind + "-" + id).checked = kept.answer === kind;
    one("field-" + id).hidden = kept.answer === "";
    one("clear-" + id).hidden = kept.answer === "";
    one("label-" + id).textContent = kept.answer === "" ? "" : words["words_" + kept.answer];
    const text = one("words-" + id);
    if (text.value !== kept.words) text.value = kept.words;
    text.required = kept.answer === "changes" || kept.answer === "comment";
    if (!text.required || kept.words.trim() !== "") mend(id);
    for (const chip of document.querySelectorAll('[data-post="' + id + '"]')) {
      chip.dataset.answer = kept.answer;
      chip.querySelector(".unseen").textContent = words["state_" + state];
    }
  };

  const showProgress = () => {
    const done = [...answers.values()].filter(isDone).length;
    const left = answers.size - done;
    one("count").textContent = say(words.progress, { done, count: answers.size });
    one("progress").value = done;
    one("next").disabled = left === 0;
    one("left").textContent = left === 0 ? words.all_answered : counted("left", left);
    one("all").textContent = done === 0 ? words.approve_all : words.approve_rest;
    one("result").hidden = true;
  };

  const change = (id, part) => {
    answers.set(id, { ...answers.get(id), ...part });
    show(id);
    showProgress();
    keep();
  };

  const blame = (id) => {
    const problem = one("problem-" + id);
    problem.textContent = words.words_missing;
    problem.hidden = false;
    one("words-" + id).setAttribute("aria-invalid", "true");
  };

  const mend = (id) => {
    one("problem-" + id).hidden = true;
    one("words-" + id).removeAttribute("aria-invalid");
  };

  const look = (name) => {
    for (const view of ["list", "calendar"]) {
      one("view-" + view).setAttribute("aria-pressed", String(view === name));
      one(view).hidden = view !== name;
    }
  };

  const goTo = (id) => {
    look("list");
    const article = one("post-" + id);
    article.scrollIntoView({ block: "start" });
    article.focus({ preventScroll: true });
  };

  // --- the answer --------------------------------------------------------------------------------

  const checksum = (text) => {
    let sum = 0xffffffff;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ((sum ^ 0xffffffff) >>> 0).toString(16).toUpperCase().padStart(8, "0");
  };

  const written = () => {
    const answer = {
      kind: "cmdesk-review-answer",
      version: 1,
      pack: pack.pack,
      client: pack.client,
      name: whole(one("name").value.trim()),
      at: new Date().toISOString().slice(0, 19) + "Z",
      answers: pack.posts
        .filter((post) => isDone(answers.get(post.id)))
        .map((post) => {
          const kept = answers.get(post.id);
          return { post: post.id, hash: post.hash, answer: kept.answer, words: whole(kept.words.trim()) };
        }),
    };
    return JSON.stringify({ ...answer, check: checksum(JSON.stringify(answer)) });
  };

  const squeezed = async (bytes) => {
    if (typeof CompressionStream !== "function") return null;
    try {
      const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch {
      return null; // an older browser: the code is longer, and says the same
    }
  };

  const coded = async (text) => {
    const plain = new TextEncoder().encode(text);
    const small = await squeezed(plain);
    let letters = "";
    for (const byte of small ?? plain) letters += String.fromCharCode(byte);
    const body = btoa(letters).replace(/=+$/, "");
    const code = "|CMDESK1|" + (small ? "z" : "p") + "|" + body + "|" + checksum(text) + "|";
    return code.match(/.{1,60}/g).join("\n");
  };

  const isReady = () => {
    const unfinished = pack.posts.filter((post) => answers.get(post.id).answer !== "" && !isDone(answers.get(post.id)));
    unfinished.forEach((post) => blame(post.id));
    const hasName = one("name").value.trim() !== "";
    const hasAnswer = [...answers.values()].some(isDone);
    one("name-problem").hidden = hasName;
    one("nothing").hidden = hasAnswer || unfinished.length > 0;
    one("name").setAttribute("aria-invalid", String(!hasName));
    if (unfinished.length > 0) {
      look("list");
      one("words-" + unfinished[0].id).focus();
    } else if (!hasAnswer) {
      one("nothing").focus();
    } else if (!hasName) {
      one("name").focus();
    }
    return unfinished.length === 0 && hasAnswer && hasName;
  };

  const showCode = async (text) => {
    const code = await coded(text);
    one("code").value = code;
    one("result").hidden = false;
    const mail = one("mail");
    if (mail) {
      mail.hidden = code.length > 1500; // some programs cut a longer address
      mail.href = "mailto:" + encodeURIComponent(pack.mail).replace(/%40/g, "@") +
        "?subject=" + encodeURIComponent(words.mail_subject) + "&body=" + encodeURIComponent(code);
    }
    return code;
  };

  const save = async () => {
    if (!isReady()) return;
    const text = written();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = pack.file;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    await showCode(text);
    one("end").textContent = say(words.saved, { name: pack.file });
  };

  const copy = async () => {
    if (!isReady()) return;
    const code = await showCode(written());
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(code);
      isCopied = true;
    } catch {
      one("code").select();
      isCopied = document.execCommand("copy");
    }
    one("end").textContent = isCopied ? words.copied : words.not_copied;
  };

  const approveAll = () => {
    const open = pack.posts.filter((post) => answers.get(post.id).answer === "");
    for (const post of open) answers.set(post.id, { ...answers.get(post.id), answer: "approve" });
    open.forEach((post) => show(post.id));
    showProgress();
    keep();
    tell(open.length === 0 ? words.approved_none : counted("approved_all", open.length));
  };

  const goOn = () => {
    const next = pack.posts.find((post) => !isDone(answers.get(post.id)));
    if (next) goTo(next.id);
  };

  // --- listening ---------------------------------------------------------------------------------

  restore();
  for (const { id } of pack.posts) {
    for (const kind of KINDS) one(kind + "-" + id).addEventListener("change", () => change(id, { answer: kind }));
    one("words-" + id).addEventListener("input", (event) => change(id, { words: event.target.value }));
    one("clear-" + id).addEventListener("click", () => {
      change(id, { answer: "", words: "" });
      one("approve-" + id).focus();
    });
    show(id);
  }
  for (const chip of document.querySelectorAll("[data-post]")) {
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(Number(chip.dataset.post));
    });
  }
  for (const place of document.querySelectorAll(".places input")) {
    const showPlace = () => {
      for (const frame of one("frames-" + place.dataset.of).children) frame.hidden = frame.id !== place.value;
    };
    place.addEventListener("change", showPlace);
    place.checked = place.hasAttribute("checked"); // a reload must not keep another one
    if (place.checked) showPlace();
  }
  one("view-list").addEventListener("click", () => look("list"));
  one("view-calendar").addEventListener("click", () => look("calendar"));
  one("all").addEventListener("click", approveAll);
  one("next").addEventListener("click", goOn);
  one("to-finish").addEventListener("click", () => {
    one("finish").scrollIntoView({ block: "start" });
    one("name").focus({ preventScroll: true });
  });
  one("name").addEventListener("input", () => {
    one("name-problem").hidden = true;
    one("name").removeAttribute("aria-invalid");
    one("result").hidden = true;
    keep();
  });
  one("save").addEventListener("click", save);
  one("copy").addEventListener("click", copy);
  look("list");
  showProgress();
})();
