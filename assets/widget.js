/* The chat window that any site embeds:
   <script src="https://crm.example.com/widget.js" data-workspace="your-workspace" async></script>
   Optional: data-language (en, ar, es), data-title, data-color, data-side (start, end). */
(() => {
  const script = document.currentScript;
  if (!script || !window.fetch || !document.body?.attachShadow) return;
  const workspace = script.dataset.workspace;
  if (!workspace || window.tacitChat) return;
  const address = new URL("/api/v1/chat/stream", script.src).href;

  const WORDS = {
    en: {
      open: "Chat with us", close: "Close the chat", title: "Chat", write: "Write a message", send: "Send",
      hello: "Hello. What can we do for you?", person: "Ask for a person", wish: "I would like to talk to a person.",
      you: "You", waiting: "Waiting for the connection", sent: "Sent", off: "No connection. Your message is kept and goes out by itself.",
      refused: "This chat is closed at the moment.", software: "answered by our assistant", more: "new messages",
    },
    es: {
      open: "Chatea con nosotros", close: "Cerrar el chat", title: "Chat", write: "Escribe un mensaje", send: "Enviar",
      hello: "Hola. ¿En qué te podemos ayudar?", person: "Hablar con una persona", wish: "Quiero hablar con una persona.",
      you: "Tú", waiting: "Esperando la conexión", sent: "Enviado", off: "Sin conexión. Guardamos tu mensaje y saldrá solo.",
      refused: "Este chat está cerrado en este momento.", software: "respuesta de nuestro asistente", more: "mensajes nuevos",
    },
    ar: {
      open: "تحدّث معنا", close: "إغلاق المحادثة", title: "محادثة", write: "اكتب رسالة", send: "إرسال",
      hello: "أهلًا بك. كيف نساعدك؟", person: "أريد التحدث إلى شخص", wish: "أريد التحدث مع موظف.",
      you: "أنت", waiting: "بانتظار الاتصال", sent: "أُرسلت", off: "لا يوجد اتصال. رسالتك محفوظة وستُرسل تلقائيًا.",
      refused: "المحادثة مغلقة حاليًا.", software: "ردّ من مساعدنا", more: "رسائل جديدة",
    },
  };
  const asked = (script.dataset.language || document.documentElement.lang || navigator.language || "en").slice(0, 2);
  const language = WORDS[asked] ? asked : "en";
  const words = WORDS[language];

  const newId = () => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36); // the latter on http pages

  // What is remembered: whose window this is, what was written but not yet taken, and what was taken but not yet told
  // by the history, which knows it a moment later. A site may forbid storage.
  const key = `tacit-chat:${workspace}`;
  const kept = (() => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } })();
  const state = { visitor: newId(), known: false, unsent: [], taken: [], open: false, ...kept };
  const remember = () => { try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* then only until the reload */ } };

  const STYLE = `
    :host { all: initial; --accent: ${/^#[0-9a-f]{6}$/i.test(script.dataset.color || "") ? script.dataset.color : "#2f5bd0"};
      --page: #fff; --text: #1c1d21; --quiet: #6a6d75; --line: #e3e4e8; --ours: #f4f5f7;
      position: fixed; inset-block-end: 20px; inset-inline-${script.dataset.side === "start" ? "start" : "end"}: 20px; z-index: 2147483000;
      font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "Noto Sans Arabic", sans-serif; }
    @media (prefers-color-scheme: dark) { :host { --page: #17181b; --text: #ececef; --quiet: #a2a5ad; --line: #303238; --ours: #22242a; } }
    * { box-sizing: border-box; font: inherit; }
    button { cursor: pointer; border: 0; background: none; color: inherit; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .opener { inline-size: 52px; block-size: 52px; border-radius: 50%; background: var(--accent); color: #fff; display: grid; place-items: center;
      box-shadow: 0 4px 16px rgb(0 0 0 / .2); position: relative; }
    .count { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 20px; padding-inline: 5px; border-radius: 10px;
      background: #b3261e; color: #fff; font-size: 12px; line-height: 20px; text-align: center; }
    [hidden] { display: none !important; }
    .panel { position: absolute; inset-block-end: 0; inset-inline-end: 0; inline-size: 360px; block-size: min(560px, calc(100vh - 40px)); display: flex;
      flex-direction: column; background: var(--page); color: var(--text); border: 1px solid var(--line); border-radius: 12px; overflow: hidden;
      box-shadow: 0 12px 40px rgb(0 0 0 / .22); }
    :host([data-side=start]) .panel { inset-inline-end: auto; inset-inline-start: 0; }
    header { display: flex; align-items: center; gap: 8px; padding: 10px 8px 10px 14px; border-block-end: 1px solid var(--line); font-weight: 600; }
    header span { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .icon { inline-size: 32px; block-size: 32px; border-radius: 6px; display: grid; place-items: center; color: var(--quiet); }
    .icon:hover { background: var(--ours); }
    .log { flex: 1; overflow-y: auto; padding: 14px; display: flex; flex-direction: column; gap: 8px; overscroll-behavior: contain; }
    .turn { max-inline-size: 85%; padding: 8px 11px; border-radius: 10px; background: var(--ours); align-self: flex-start; white-space: pre-wrap;
      overflow-wrap: anywhere; }
    .turn.mine { align-self: flex-end; background: var(--accent); color: #fff; }
    .told { font-size: 12px; color: var(--quiet); align-self: flex-start; margin-block-start: -4px; }
    .told.mine { align-self: flex-end; }
    .state { padding: 6px 14px; font-size: 12.5px; color: var(--quiet); border-block-start: 1px solid var(--line); }
    form { display: flex; gap: 8px; align-items: flex-end; padding: 10px; border-block-start: 1px solid var(--line); }
    textarea { flex: 1; resize: none; max-block-size: 120px; min-block-size: 38px; padding: 8px 10px; border: 1px solid var(--line); border-radius: 8px;
      background: var(--page); color: var(--text); }
    .send { min-block-size: 38px; padding-inline: 14px; border-radius: 8px; background: var(--accent); color: #fff; font-weight: 600; }
    .person { padding: 0 14px 10px; font-size: 12.5px; color: var(--quiet); text-align: start; text-decoration: underline; }
    @media (max-width: 480px) { .panel { position: fixed; inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; } }`;

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const picture = (d) => {
    const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg"), path = document.createElementNS(ns, "path");
    for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", width: 22, height: 22, "aria-hidden": "true" })) svg.setAttribute(name, value);
    for (const [name, value] of Object.entries({ d, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" })) path.setAttribute(name, value);
    svg.append(path);
    return svg;
  };

  const host = make("div", { lang: language, dir: language === "ar" ? "rtl" : "ltr", "data-side": script.dataset.side || "end" });
  const root = host.attachShadow({ mode: "open" });
  const count = make("span", { class: "count", hidden: "" });
  const opener = make("button", { class: "opener", type: "button", "aria-label": words.open, "aria-expanded": "false" },
    picture("M4 5h16v11H9l-5 4z"), count);
  const closer = make("button", { class: "icon", type: "button", "aria-label": words.close }, picture("M6 6l12 12M18 6L6 18"));
  const log = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": words.title });
  const line = make("div", { class: "state", role: "status", hidden: "" });
  const input = make("textarea", { rows: "1", dir: "auto", maxlength: "4000", "aria-label": words.write, placeholder: words.write });
  const person = make("button", { class: "person", type: "button" }, words.person);
  const form = make("form", {}, input, make("button", { class: "send", type: "submit" }, words.send));
  const panel = make("section", { class: "panel", role: "dialog", "aria-label": script.dataset.title || words.title, hidden: "" },
    make("header", {}, make("span", { dir: "auto" }, script.dataset.title || words.title), closer), log, line, form, person);
  root.append(make("style", {}, STYLE), opener, panel);

  const shown = new Map(); // by id: what stands in the log already
  let unread = 0, greeted = false;

  const turn = (id, text, mine, told, before = null) => {
    const known = shown.get(id);
    if (known) { if (told !== undefined) known.under.textContent = told; return; }
    const bottom = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const words_ = make("div", { class: mine ? "turn mine" : "turn", dir: "auto" }, text);
    const under = make("div", { class: mine ? "told mine" : "told" }, told || "");
    shown.set(id, { words: words_, under });
    for (const node of [words_, under]) log.insertBefore(node, before);
    if (bottom || mine) log.scrollTop = log.scrollHeight;
  };
  const badge = () => {
    count.hidden = !unread;
    count.textContent = unread;
    opener.setAttribute("aria-label", unread ? `${words.open}, ${unread} ${words.more}` : words.open);
  };
  const say = (text) => { line.textContent = text; line.hidden = !text; };
  const greet = () => { if (!greeted && !shown.size) turn("hello", words.hello, false); greeted = true; };

  const show = (open) => {
    state.open = open;
    remember();
    panel.hidden = !open;
    opener.hidden = open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) { unread = 0; badge(); greet(); if (!current || state.unsent.length) connect(); log.scrollTop = log.scrollHeight; input.focus(); } else opener.focus();
  };

  // One line to the server at a time: it takes what was written and tells what was answered. It is opened anew for
  // every message and whenever it breaks; ids make a repeat harmless.
  let current = null, pause = 1000, seen = [], retry = 0, first = true;

  const connect = async () => {
    clearTimeout(retry);
    current?.abort();
    const mine = (current = new AbortController());
    const next = state.unsent[0], confirming = seen;
    try {
      const answer = await fetch(address, {
        method: "POST", signal: mine.signal, mode: "cors", credentials: "omit", headers: { "content-type": "text/plain" }, // JSON in it: anything else would have to be asked for first
        body: JSON.stringify({ workspace, visitor: state.visitor, seen: confirming, history: first,
          ...(next && { message: next.text, id: next.id }) }),
      });
      if (!answer.ok) {
        if (answer.status < 500 && answer.status !== 429) {
          const told = await answer.json().catch(() => null);
          if (next && answer.status === 422) { state.unsent.shift(); remember(); }
          return say(told?.error?.message || words.refused);
        }
        throw new Error(answer.status);
      }
      seen = seen.filter((id) => !confirming.includes(id));
      first = false;
      say("");
      await listen(answer.body.getReader(), mine);
      if (mine === current && !mine.signal.aborted) retry = setTimeout(connect, 300);
    } catch {
      if (mine !== current) return;
      if (state.unsent.length) say(words.off);
      retry = setTimeout(connect, pause + Math.random() * 500);
      pause = Math.min(pause * 2, 30000);
    }
  };

  const listen = async (reader, mine) => {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      pause = 1000;
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        const name = /^event: (.*)$/m.exec(part)?.[1], data = /^data: (.*)$/m.exec(part)?.[1];
        if (name && mine === current) hear(name, JSON.parse(data));
      }
    }
  };

  const hear = (name, told) => {
    if (name === "accepted") {
      const taken = state.unsent.shift();
      state.known = true;
      if (taken) state.taken = [...state.taken, taken].slice(-20);
      remember();
      if (taken) turn(taken.id, taken.text, true, words.sent);
      if (state.unsent.length) connect();
    }
    if (name === "message") {
      const mine = told.from === "visitor", id = told.key || told.id;
      if (state.taken.some((one) => one.id === id)) { state.taken = state.taken.filter((one) => one.id !== id); remember(); }
      if (!shown.has(id)) {
        const next = told.old ? shown.get([...state.taken, ...state.unsent][0]?.id)?.words : null; // the newest stay below
        turn(id, told.text, mine, mine ? words.sent : told.automatic ? words.software : told.author, next);
        if (!mine && panel.hidden && !told.old) { unread += 1; badge(); }
      }
      if (!mine && !told.old) { seen.push(told.id); clearTimeout(confirm_); confirm_ = setTimeout(connect, 400); }
    }
  };
  let confirm_ = 0;

  const write = (text) => {
    if (!text.trim()) return;
    const id = newId();
    state.unsent.push({ id, text: text.trim() });
    remember();
    turn(id, text.trim(), true, words.waiting);
    if (state.unsent.length === 1) connect();
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); write(input.value); input.value = ""; input.style.blockSize = ""; });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  input.addEventListener("input", () => { input.style.blockSize = "auto"; input.style.blockSize = `${input.scrollHeight + 2}px`; });
  person.addEventListener("click", () => { write(words.wish); input.focus(); });
  opener.addEventListener("click", () => show(true));
  closer.addEventListener("click", () => show(false));
  panel.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the site's own keys stay quiet while somebody writes here
    if (event.key === "Escape") show(false);
  });
  addEventListener("online", () => { pause = 1000; if (state.known || state.unsent.length) connect(); });

  document.body.append(host);
  for (const one of state.taken) turn(one.id, one.text, true, words.sent);
  for (const one of state.unsent) turn(one.id, one.text, true, words.waiting);
  if (state.open) show(true);
  else if (state.known || state.unsent.length) connect();
  window.tacitChat = { open: () => show(true), close: () => show(false) };
})();
