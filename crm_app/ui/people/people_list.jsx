import { useCallback, useEffect, useRef, useState } from "react";

// Thousands of rows of one height: pages of 50 are fetched where one scrolls, a few screens are drawn.
const TALL = 62, PAGE = 50;

export function PeopleList({ query, round, selected, words, onOpen }) {
  const [view, setView] = useState({ rows: [], total: -1, failed: false });
  const [at, setAt] = useState(selected);
  const [band, setBand] = useState([0, 16]);
  const box = useRef(null), live = useRef({ turn: 0, pages: new Set(), query: "" });
  live.current.view = view; live.current.at = at;
  useEffect(() => setAt(selected), [selected]);

  const bring = useCallback(async (number, turn) => {
    live.current.pages.add(number);
    try {
      const answer = await fetch(`/people/rows?page=${number}&q=${encodeURIComponent(live.current.query)}`);
      if (answer.status === 401) window.location.assign("/sign-in");
      if (!answer.ok) throw new Error(answer.status);
      const page = await answer.json();
      if (turn !== live.current.turn) return;
      setView((v) => {
        const rows = number === 1 && v.stale ? [] : [...v.rows];
        page.rows.forEach((row, i) => { rows[(number - 1) * PAGE + i] = row; });
        return { rows, total: page.total, failed: false };
      });
    } catch {
      live.current.pages.delete(number);
      if (turn === live.current.turn) setView((v) => ({ ...v, failed: v.total < 0 }));
    }
  }, []);
  const anew = useCallback((top) => {
    const turn = ++live.current.turn, first = top || !box.current ? 1 : Math.floor(box.current.scrollTop / TALL / PAGE) + 1;
    live.current.pages = new Set();
    setView((v) => ({ ...v, stale: first === 1 }));
    if (top && box.current) box.current.scrollTop = 0;
    bring(first, turn);
  }, [bring]);
  useEffect(() => { live.current.query = query || ""; anew(true); }, [query]);
  useEffect(() => { if (round > 1) anew(false); }, [round]);

  const open = (id) => {
    setAt(id);
    window.history.replaceState(window.history.state, "", `/people?c=${id}`);
    onOpen(id);
  };
  useEffect(() => {
    const step = (by) => () => {
      const { view, at } = live.current, place = view.rows.findIndex((row) => row?.id === at);
      const next = Math.min(Math.max(place + by, 0), view.rows.length - 1), row = view.rows[next], seen = box.current;
      if (!row || row.id === at) return;
      const top = next * TALL;
      if (top < seen.scrollTop) seen.scrollTop = top;
      if (top + TALL > seen.scrollTop + seen.clientHeight) seen.scrollTop = top + TALL - seen.clientHeight;
      if (seen.contains(document.activeElement)) setTimeout(() => seen.querySelector(`[data-id="${row.id}"]`)?.focus(), 30);
      open(row.id);
    };
    const find = () => document.getElementById("people-search")?.focus();
    const heard = { "tacit:ui-next": step(1), "tacit:ui-previous": step(-1), "tacit:ui-find": () => setTimeout(find) };
    Object.entries(heard).forEach(([name, hear]) => window.addEventListener(name, hear));
    return () => Object.entries(heard).forEach(([name, hear]) => window.removeEventListener(name, hear));
  });

  const scrolled = () => {
    if (!box.current) return;
    const first = Math.max(0, Math.floor(box.current.scrollTop / TALL) - 4), last = first + Math.ceil(box.current.clientHeight / TALL) + 8;
    if (first !== band[0] || last !== band[1]) setBand([first, last]);
  };
  useEffect(scrolled, [view.total]);
  useEffect(() => {
    if (view.total < 0) return;
    for (const index of [band[0], Math.min(band[1], view.total - 1)]) {
      const number = Math.floor(Math.max(0, index) / PAGE) + 1;
      if (!view.rows[index] && index < view.total && !live.current.pages.has(number)) bring(number, live.current.turn);
    }
  }, [band, view]);

  const { rows, total, failed } = view;
  const blank = <div className="row person" aria-hidden="true"><span className="skeleton round" /><span className="skeleton line" /></div>;
  if (failed) return <div className="failed" role="alert"><h2>{words.failed}</h2><div className="acts"><button type="button" className="b" onClick={() => anew(true)}>{words.again}</button></div></div>;
  if (total < 0) return <div className="rows" role="status" aria-busy="true"><span className="sr-only">{words.loading}</span>{[0, 1, 2, 3, 4, 5, 6].map((n) => <div key={n} className="seat">{blank}</div>)}</div>;
  if (total === 0) return <div className="empty"><p>{query ? words.nothing : words.empty}</p></div>;
  const shown = [];
  for (let i = band[0]; i <= Math.min(band[1], total - 1); i++) shown.push(i);
  const line = (row, i) => (
    <button type="button" className="row person" data-id={row.id} aria-current={row.id === at ? "true" : undefined}
      tabIndex={row.id === at || (i === 0 && !at) ? 0 : -1} onClick={() => open(row.id)}>
      <span className="av" aria-hidden="true">{row.initials}</span>
      <span className="who"><span dir="auto">{row.name}</span></span><span className="sc">{row.value}</span>
      <span className="sub" dir="auto">{row.under}</span>
      <span className="why">{row.why.map(([kind, said]) => <b key={kind}><i className={`dot c-${kind}`} />{said}</b>)}</span>
    </button>);
  return (
    <div className="rows" ref={box} onScroll={scrolled}>
      <ul aria-label={words.list} style={{ blockSize: total * TALL, position: "relative" }}>
        {shown.map((i) => <li key={rows[i]?.id ?? `no-${i}`} className="seat at" style={{ insetBlockStart: i * TALL }} aria-setsize={total} aria-posinset={i + 1}>{rows[i] ? line(rows[i], i) : blank}</li>)}
      </ul>
    </div>);
}
