import { AtSign, FileText, Mail, MessageCircle, MessageSquare, Phone, Send, Smartphone } from "lucide-react";

const MARKS = { email: Mail, web_form: FileText, live_chat: MessageSquare, sms: Smartphone, whatsapp: MessageCircle, phone: Phone, telegram: Send };

function ago(since, words) {
  const minutes = Math.max(0, Math.floor((Date.now() / 1000 - since) / 60));
  if (minutes < 60) return words.minutes.replace("{n}", minutes);
  return minutes < 1440 ? words.hours.replace("{n}", Math.floor(minutes / 60)) : words.days.replace("{n}", Math.floor(minutes / 1440));
}

// One line of the list: who, for how long, the score and what it is made of.
export function Row({ row, on, reachable, words, onOpen }) {
  const Mark = MARKS[row.channel] || AtSign;
  const state = row.status === "open" ? "" : words[row.status] || "";
  return (
    <button type="button" className={row.status === "open" || !row.left ? "row" : "row left"} data-id={row.id}
      aria-current={on ? "true" : undefined} tabIndex={reachable ? 0 : -1} onClick={() => onOpen(row.id)}>
      <span className="av" aria-hidden="true">{row.initials}<i><Mark /></i></span>
      <span className="who"><span dir="auto">{row.name}</span>
        {row.since && <span className="ago">{ago(row.since, words)}</span>}</span>
      <span className="sc" aria-label={`${words.score} ${row.score}`}>{row.score}</span>
      <span className="sub" dir="auto">{row.text}</span>
      <span className="bar" aria-hidden="true">{row.bar.map(([kind, share]) => <span key={kind} className={`c-${kind}`} style={{ flexGrow: share }} />)}</span>
      <span className="why">{state && <b>{state}</b>}
        {row.why.map(([kind, said]) => <b key={kind}><i className={`dot c-${kind}`} /><span dir="auto">{said}</span></b>)}
        {row.assignee && <b className="push" dir="auto">{row.assignee}</b>}</span>
    </button>);
}
