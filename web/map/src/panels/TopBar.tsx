import { useEffect } from "react";
import { useSpeech } from "../lang";
import { rememberLang } from "../lang/remembered";
import type { View } from "../view/view";

interface Props {
  view: View;
  change: (c: Partial<View>) => void;
  demo: boolean;
  area: string;
}

/** The head of the page: what it is, whether it is real, in which language. */
export default function TopBar({ view, change, demo, area }: Props) {
  const { t, lang } = useSpeech();
  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = `${area} · ${t.title}`;
  }, [lang, area, t]);
  const other = lang === "id" ? "en" : "id";
  return (
    <header className="top">
      <a className="skip" href="#table">{t.skip}</a>
      {demo && <p className="demo" role="note"><strong>{t.demo}</strong></p>}
      <div className="bar">
        <h1>Jangkau <span>{area}</span></h1>
        <nav>
          <a href="/data">{t.about}</a>
          <a href="/graphiql">{t.graphiql}</a>
          <button type="button" onClick={() => window.print()}>{t.print}</button>
          <button
            type="button" lang={other} aria-label={t.languageLabel}
            onClick={() => {
              rememberLang(other);
              change({ lang: other });
            }}
          >
            {t.language}
          </button>
        </nav>
      </div>
      {view.w === "" && <p className="said" role="status">{t.chooseArea}</p>}
    </header>
  );
}
