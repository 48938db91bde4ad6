import { useCallback, useEffect, useRef, useState } from "react";
import { Row } from "./row.jsx";

// Thousands of rows of one height: pages of 50 are fetched where one scrolls, a few screens are drawn. A change is
// shown in its row at once; a new row or order waits until the pointer has been out for a while, and never moves the
// open row. A new row goes where its score says, until the order is read anew.
const TALL = 84, PAGE = 50, CALM_MS = 3000, BETWEEN_MS = 1000, AGES_MS = 60000;

const isCalm = (now) => !now.inside && Date.now() - now.left > CALM_MS;

// Puts the open row back to where it was, even when it is no longer among the open ones. What has left above it stays
// there in grey as long: else a lower row would slip above the open one, and be passed over on the way down.
function keepOpen(rows, before, id) {
  const place = before.findIndex((row) => row?.id === id), there = new Set(rows.map((row) => row?.id));
  if (place < 0) return;
  before.slice(0, place).forEach((row, i) => { if (row?.left && !there.has(row.id) && i <= rows.length) rows.splice(i, 0, row); });
  const at = rows.findIndex((row) => row?.id === id);
  const [held] = at < 0 ? [{ ...before[place], left: true }] : rows.splice(at, 1);
  if (rows[place] || place <= rows.length) rows.splice(place, 0, held);
}

// Puts a row before the first with a lower score; false when none is known.
function putIn(rows, row) {
  const place = rows.findIndex((other) => other && Number(other.score) < Number(row.score));
  if (place >= 0) rows.splice(place, 0, row);
  return place >= 0;
}

export function List({ query, patch, selected, words, signal, onOpen }) {
  const [view, setView] = useState({ rows: [], total: -1, fresh: 0, failed: false });
  const [at, setAt] = useState(selected);
  const [band, setBand] = useState([0, 14]);
  const box = useRef(null), live = useRef({ inside: false, left: 0, dirty: false, asked: 0, round: 0, pages: new Set(), settled: 0 });
  live.current.view = view; live.current.at = at; live.current.query = query;

  const fetchPage = useCallback(async (number) => {
    const answer = await fetch(`/inbox/rows?page=${number}&q=${encodeURIComponent(live.current.query || "")}`);
    if (answer.status === 401) window.location.assign("/sign-in");
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }, []);
  // Reads what is in sight anew. `hold`: nothing is scrolled, and the open row keeps its place.
  const settle = useCallback(async (hold) => {
    const now = live.current, round = ++now.round, first = hold && box.current ? Math.floor(box.current.scrollTop / TALL / PAGE) : 0;
    Object.assign(now, { dirty: false, settled: Date.now() });
    try {
      const found = await Promise.all((hold && first ? [first, first + 1] : [1]).map((n) => fetchPage(n)));
      if (round !== now.round) return;
      const rows = [];
      found.forEach((page, n) => page.rows.forEach((row, i) => { rows[((hold && first ? first + n : 1) - 1) * PAGE + i] = row; }));
      if (hold) keepOpen(rows, now.view.rows, now.at);
      if (!hold && box.current) box.current.scrollTop = 0;
      now.pages = new Set(found.map((_, n) => (hold && first ? first + n : 1)));
      setView({ rows, total: Math.max(found[0].total, hold ? rows.length : 0), fresh: 0, failed: false });
    } catch { if (round === now.round) { now.dirty = true; setView((v) => ({ ...v, failed: v.total < 0 })); } }
  }, [fetchPage]);

  useEffect(() => { settle(false); }, [query]);
  useEffect(() => {
    if (!patch?.number) return;
    const changed = new Map((patch.rows || []).map((row) => [row.id, row])), at_once = isCalm(live.current);
    live.current.dirty = true;
    setView((v) => {
      const rows = v.rows.map((row) => {
        const news = row && changed.get(row.id);
        return news && news.v >= row.v ? { ...news, left: !query && news.status !== "open" } : row;
      });
      if (query) return { ...v, rows };
      const there = new Set(rows.map((row) => row?.id));
      const come = [...changed.values()].filter((row) => row.status === "open" && !there.has(row.id));
      const later = come.filter((row) => !(at_once && putIn(rows, row))).length;
      keepOpen(rows, v.rows, live.current.at);
      return { ...v, rows, total: v.total + come.length - later, fresh: v.fresh + later };
    });
  }, [patch]);
  useEffect(() => {
    const look = () => {
      const now = live.current, old = Date.now() - now.settled;
      if (isCalm(now) && ((now.dirty && old > BETWEEN_MS) || old > AGES_MS)) settle(true);
    };
    look();
    const tick = setInterval(look, 250);
    return () => clearInterval(tick);
  }, [settle, patch]);

  useEffect(() => { if (!live.current.asked || live.current.asked === selected) { live.current.asked = 0; setAt(selected); } }, [selected]);
  const open = (id) => {
    live.current.asked = id;
    setAt(id);
    window.history.replaceState(window.history.state, "", `/?c=${id}`);
    const place = live.current.query ? -1 : view.rows.findIndex((row) => row?.id === id);
    onOpen(id, place > 0 ? view.rows[place - 1]?.id ?? -1 : place);
  };
  useEffect(() => {
    const step = (by) => () => {
      const { view, at } = live.current, place = view.rows.findIndex((row) => row?.id === at);
      const next = Math.min(Math.max(place + by, 0), view.rows.length - 1), row = view.rows[next];
      if (!row || row.id === at) return;
      const top = next * TALL, seen = box.current;
      if (top < seen.scrollTop) seen.scrollTop = top;
      if (top + TALL > seen.scrollTop + seen.clientHeight) seen.scrollTop = top + TALL - seen.clientHeight;
      if (seen.contains(document.activeElement)) setTimeout(() => seen.querySelector(`[data-id="${row.id}"]`)?.focus(), 30);
      open(row.id);
    };
    const heard = { "ui-next": step(1), "ui-previous": step(-1), "ui-settle": () => settle(true) };
    Object.entries(heard).forEach(([name, hear]) => window.addEventListener(`tacit:${name}`, hear));
    return () => Object.entries(heard).forEach(([name, hear]) => window.removeEventListener(`tacit:${name}`, hear));
  });

  useEffect(() => {
    if (signal?.at === live.current.at) window.dispatchEvent(new Event(`tacit:ui-${signal.name}`));
  }, [signal?.number]);

  const scrolled = () => {
    if (!box.current) return;
    const first = Math.max(0, Math.floor(box.current.scrollTop / TALL) - 4), last = first + Math.ceil(box.current.clientHeight / TALL) + 8;
    if (first !== band[0] || last !== band[1]) setBand([first, last]);
  };
  useEffect(scrolled, [view.total]);
  useEffect(() => {
    if (query || view.total < 1) return;
    for (const index of [band[0], Math.min(band[1], view.total - 1)]) {
      const number = Math.floor(index / PAGE) + 1, round = live.current.round;
      if (view.rows[index] || live.current.pages.has(number)) continue;
      live.current.pages.add(number);
      fetchPage(number).then((page) => round === live.current.round && setView((v) => {
        const rows = [...v.rows], there = new Set(v.rows.map((row) => row?.id));
        page.rows.forEach((row, i) => { if (!there.has(row.id)) rows[(number - 1) * PAGE + i] = row; });
        return { ...v, rows };
      })).catch(() => live.current.pages.delete(number));
    }
  }, [band, view]);

  const hold = (inside) => () => Object.assign(live.current, { inside, left: Date.now() });
  const { rows, total, fresh, failed } = view;
  const blank = <div className="row" aria-hidden="true"><span className="skeleton round" /><span className="skeleton line" /><span /><span className="skeleton line" /></div>;
  if (failed) return <div className="failed" role="alert"><h2>{words.failed}</h2><div className="acts"><button type="button" className="b" onClick={() => settle(false)}>{words.again}</button></div></div>;
  if (total < 0) return <div className="rows" role="status" aria-busy="true"><span className="sr-only">{words.loading}</span>{[0, 1, 2, 3, 4, 5].map((n) => <div key={n} className="slot">{blank}</div>)}</div>;
  if (total === 0 && !rows.length) return <div className="empty"><p>{query ? words.nothing : words.empty}</p></div>;
  const shown = [];
  for (let i = band[0]; i <= Math.min(band[1], Math.max(total, rows.length) - 1); i++) shown.push(i);
  return (
    <>
      {fresh > 0 && <button type="button" className="fresh" onClick={() => settle(false)}>{words.fresh.replace("{n}", fresh)}</button>}
      <div className="rows" ref={box} onScroll={scrolled} onPointerEnter={hold(true)} onPointerLeave={hold(false)}>
        <ul aria-label={words.list} style={{ blockSize: Math.max(total, rows.length) * TALL, position: "relative" }}>
          {shown.map((i) => <li key={rows[i]?.id ?? `no-${i}`} className="slot" style={{ insetBlockStart: i * TALL }} aria-setsize={total} aria-posinset={i + 1}>
            {rows[i] ? <Row row={rows[i]} on={rows[i].id === at} reachable={rows[i].id === at || (i === 0 && !at)} words={words} onOpen={open} /> : blank}</li>)}
        </ul>
      </div>
    </>);
}
