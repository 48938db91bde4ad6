import { useRef, useState } from "react";

// A place to drop a file or choose one. The file goes to the server as it is, with its progress shown.
export function Upload({ kind, words, largest, onStored, onRefused }) {
  const [percent, setPercent] = useState(-1), [over, setOver] = useState(false);
  const input = useRef(null);
  const send = (file) => {
    if (!file || percent >= 0) return;
    if (file.size > largest) { onRefused?.(words.large); return; }
    const request = new XMLHttpRequest();
    request.open("POST", `/imports/files?kind=${encodeURIComponent(kind)}&name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-Tacit", "import");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (e) => setPercent(Math.round((100 * e.loaded) / Math.max(1, e.total)));
    request.onerror = () => { setPercent(-1); onRefused?.(words.lost); };
    request.onload = () => {
      setPercent(-1);
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (request.status === 201) onStored?.(answer.id); else onRefused?.(answer.sentence || words.lost);
    };
    setPercent(0);
    request.send(file);
  };
  const drop = (e) => { e.preventDefault(); setOver(false); send(e.dataTransfer.files[0]); };
  return <div className={over ? "drop over" : "drop"} onDrop={drop}
    onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}>
    <input ref={input} id="import-file" type="file" className="sr-only" tabIndex={-1} aria-label={words.choose}
      accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,.mbox,text/csv,text/plain,application/json,application/mbox"
      onChange={(e) => { send(e.target.files[0]); e.target.value = ""; }} />
    <p>{percent < 0 ? words.drop : `${words.sending} ${percent} %`}</p>
    <button type="button" className="b p" disabled={percent >= 0} onClick={() => input.current?.click()}>{words.choose}</button>
    <p className="second">{words.hint}</p>
  </div>;
}
