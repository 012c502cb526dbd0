/// How a page looks: ink on paper, two inks for the two sides of a talk, an airmail border. In print all of it is black.
enum HTMLStyle {
    static let text = base + ladder + narrow + paper

    private static let base = #"""

        :root {
          --paper: #f6f1e6; --sheet: #fffdf8; --ink: #20242c; --faint: #6a6558; --rule: #d9d0bd;
          --client: #1d4f8c; --server: #a23b26; --mark: #efe4c8; --yes: #2d6a49;
          --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "DejaVu Serif", serif;
          --sans: "Gill Sans", "Gill Sans MT", Candara, "Optima", system-ui, "DejaVu Sans", sans-serif;
          --mono: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
          --step: clamp(1rem, 0.94rem + 0.3vw, 1.15rem);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #15171b; --sheet: #1c1f25; --ink: #e9e4d8; --faint: #a09a8b; --rule: #383c45;
            --client: #8fbcf2; --server: #f2a48d; --mark: #33301f; --yes: #8fd0ae;
          }
        }
        * { box-sizing: border-box; }
        html { background: var(--paper); color: var(--ink); font: var(--step)/1.55 var(--serif); scroll-padding: 2rem 0 6rem; }
        body { margin: 0 auto; max-width: 56rem; padding: 0 1.5rem 6rem; }
        body::before {
          content: ""; position: fixed; inset: 0 0 auto 0; height: 8px; z-index: 2;
          background: repeating-linear-gradient(-45deg, var(--server) 0 16px, var(--paper) 16px 26px,
            var(--client) 26px 42px, var(--paper) 42px 52px);
        }
        h1, h2 { font-weight: 600; line-height: 1.15; margin: 0; text-wrap: balance; }
        h1 { font-size: clamp(2rem, 1.5rem + 2.4vw, 3.1rem); letter-spacing: -0.015em; }
        h2 { font-size: 1.55rem; }
        h2:focus { outline: none; }
        p, ul, ol, pre, figure { margin: 0 0 1rem; }
        .step > p, .step > ul, .why > p, .why > ul { max-width: 38rem; }
        code, pre { font-family: var(--mono); font-size: 0.86em; font-variant-ligatures: none; }
        pre { overflow-x: auto; padding: 0.75rem 1rem; background: var(--sheet); border-left: 3px solid var(--rule); line-height: 1.45; }
        small, .facts, .kind, .number, figcaption, .bar, .station, .no, .dir, .check, .hint summary, .answer > summary,
        .end, .range, .explain, .what, .note, .field input, .owner { font-family: var(--sans); }
        button, input { font: inherit; color: inherit; }
        button { cursor: pointer; }
        :focus-visible { outline: 3px solid var(--client); outline-offset: 2px; border-radius: 2px; }
        [hidden] { display: none; }

        .masthead { padding: 3.2rem 0 1.4rem; border-bottom: 1px solid var(--rule); }
        .facts { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; margin: 0 0 0.6rem; font-size: 0.85rem; color: var(--faint); letter-spacing: 0.03em; }
        .goal { margin: 0.7rem 0 0; font-size: 1.15em; font-style: italic; max-width: 38rem; }
        .owner { display: none; }

        .contents { margin: 1rem 0 0; }
        @media screen {
          .inside .masthead { padding: 1.6rem 0 0.7rem; }
          .inside .masthead h1 { font-size: 1.25rem; letter-spacing: 0; }
          .inside .masthead .facts, .inside .masthead .goal { display: none; }
          .inside .contents { margin-top: 0.7rem; }
          .inside .step { padding-top: 1.6rem; }
        }
        .contents ol { display: flex; flex-wrap: wrap; gap: 0.35rem; list-style: none; margin: 0; padding: 0; }
        .contents a { display: block; min-width: 2rem; padding: 0.15rem 0.3rem; text-align: center; font: 0.85rem var(--sans);
          color: var(--faint); text-decoration: none; border: 1px solid var(--rule); border-radius: 3px; }
        .contents a:hover { color: var(--ink); border-color: var(--ink); }
        .contents a[aria-current] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
        .contents a.done::after { content: " \2713"; }

        .step { padding: 2.2rem 0 1rem; border-bottom: 1px solid var(--rule); }
        .step:last-of-type { border-bottom: 0; }
        .top { display: grid; grid-template-columns: auto 1fr auto; gap: 0.8rem; align-items: baseline; margin-bottom: 1rem; }
        .top .number { margin: 0; min-width: 2.1rem; font-size: 1rem; color: var(--server); border-bottom: 2px solid var(--server); text-align: center; }
        .top .kind { margin: 0; font-size: 0.85rem; color: var(--faint); font-style: italic; }
        .closing { font-size: 1.1em; }

        .ask { margin: 1.4rem 0; padding: 1.1rem 1.3rem 0.9rem; background: var(--sheet); border: 1px solid var(--rule); border-radius: 4px; }
        fieldset { border: 0; margin: 0 0 1.2rem; padding: 0; min-width: 0; }
        legend, .say, .type { padding: 0; margin: 0 0 0.5rem; font-weight: 600; }
        label { display: flex; gap: 0.6rem; align-items: baseline; padding: 0.16rem 0.3rem; border-radius: 3px; }
        label:hover { background: var(--mark); }
        input[type=radio], input[type=checkbox] { accent-color: var(--client); }
        .field input { width: min(22rem, 100%); padding: 0.35rem 0.6rem; background: var(--paper); border: 1px solid var(--faint); border-radius: 3px; }
        .options, .goals { list-style: none; padding: 0; }
        .goals li { padding-left: 1.8em; position: relative; }
        .goals li::before { content: ""; position: absolute; left: 0.2em; top: 0.36em; width: 0.8em; height: 0.8em; border: 1.5px solid currentColor; border-radius: 2px; }
        .note { font-size: 0.85rem; color: var(--faint); }
        .check { display: flex; gap: 1rem; align-items: center; margin: 0; }
        .check button, .bar button { padding: 0.35rem 1rem; background: transparent; border: 1px solid currentColor; border-radius: 3px; }
        .check button:hover, .bar button:hover { background: var(--ink); color: var(--paper); }
        fieldset.right legend::after { content: " \2713"; color: var(--yes); }
        fieldset.wrong legend::after { content: " \2717"; color: var(--server); }
        .blanks { display: none; }

        .hints { margin: 0 0 0.4rem; }
        .hint, .answer { margin: 0 0 0.4rem; }
        .hint summary, .answer > summary { cursor: pointer; width: fit-content; font-size: 0.95rem; color: var(--faint); }
        .answer > summary { margin-bottom: 0.6rem; }
        .hint summary:hover, .answer > summary:hover { color: var(--ink); }
        .hint p { margin: 0.3rem 0 0.6rem 1.1rem; max-width: 37rem; }
        .answer { margin-top: 0.8rem; }
        .answer[open] { padding: 0.9rem 1.3rem 0.2rem; border-left: 4px double var(--yes); }
        .solution { padding-left: 1.4rem; font-weight: 600; }
        .solution.one { list-style: none; padding-left: 0; }
        .why { max-width: 40rem; }

        .bar { position: fixed; inset: auto 0 0 0; z-index: 3; display: flex; flex-wrap: wrap; gap: 0.6rem 1rem; justify-content: center; align-items: center;
          padding: 0.6rem 1rem; background: var(--sheet); border-top: 1px solid var(--rule); font-size: 0.9rem; }
        .bar[hidden] { display: none; }
        .bar p { margin: 0; min-width: 6rem; text-align: center; color: var(--faint); }
        #keys { border-color: transparent; color: var(--faint); }
        #keylist { flex-basis: 100%; display: grid; grid-template-columns: auto minmax(0, 26rem); justify-content: center; gap: 0.2rem 1rem; margin: 0.3rem 0; }
        #keylist[hidden] { display: none; }
        #keylist dt, #keylist dd { margin: 0; }
        kbd { font-family: var(--mono); font-size: 0.9em; white-space: nowrap; }

        """#

    private static let ladder = #"""
        figcaption { font-size: 0.9rem; color: var(--faint); margin-bottom: 0.5rem; letter-spacing: 0.02em; }
        figure { margin: 1.4rem 0; }
        .plain pre { font-size: 0.78em; }

        .ends { display: grid; grid-template-columns: minmax(0, 13rem) 1fr minmax(0, 13rem); align-items: stretch; }
        .station { padding: 0.5rem 0.8rem 0.6rem; background: var(--sheet); border: 1.5px solid; border-radius: 3px; line-height: 1.3; }
        .station.client { border-color: var(--client); border-top-width: 5px; }
        .station.server { border-color: var(--server); border-top-width: 5px; }
        .ends .station small { display: block; color: var(--faint); }
        .ends .station b { display: block; }
        .ends .station span { display: block; font: 0.76rem var(--mono); color: var(--faint); overflow-wrap: anywhere; }
        .way { display: flex; flex-direction: column; justify-content: center; gap: 0.1rem; padding: 0 0.9rem; font: 0.85rem/1.3 var(--sans); }
        .way p { margin: 0; position: relative; text-align: center; }
        .opens, .carries { padding-bottom: 0.5rem; }
        .opens::after, .carries::after { content: ""; position: absolute; inset: auto 0 3px 0; border-bottom: 1.5px dashed currentColor; }
        .carries::after { border-bottom: 4px solid currentColor; bottom: 1px; }
        .opens::before, .carries::before { content: ""; position: absolute; bottom: -2px; z-index: 1; border: 6px solid transparent; }
        .carries::before { border-width: 8px; bottom: -5px; }
        .to-server.opens::before, .to-server.carries::before { right: -6px; border-left-color: currentColor; border-right-width: 0; }
        .to-client.opens::before, .to-client.carries::before { left: -6px; border-right-color: currentColor; border-left-width: 0; }
        .to-server.opens, .to-server.carries { color: var(--client); font-weight: inherit; }
        .to-client.opens, .to-client.carries { color: var(--server); }
        .way .move { font-size: 1.05rem; font-weight: 700; letter-spacing: 0.06em; }

        .ladder { list-style: none; margin: 0; padding: 0.5rem 0 0.4rem; position: relative; }
        .ladder::before, .ladder::after { content: ""; position: absolute; top: 0; bottom: 0; width: 0; border-left: 1.5px solid var(--client); }
        .ladder::before { left: 1rem; }
        .ladder::after { right: 1rem; border-color: var(--server); }
        .msg { position: relative; margin: 0 1rem; padding: 0.1rem 0 0.3rem; }
        .msg summary { list-style: none; display: grid; grid-template-columns: 3rem 3.6rem minmax(0, 1fr); gap: 0.4rem; align-items: baseline;
          padding: 0.15rem 1rem 0.4rem 0.8rem; cursor: pointer; position: relative; }
        .msg summary::-webkit-details-marker { display: none; }
        .msg summary:hover, .msg details[open] > summary { background: var(--mark); }
        .msg .no { font-size: 0.8rem; color: var(--faint); }
        .msg .dir { font-size: 0.8rem; white-space: nowrap; }
        .c2s .dir, .c2s .said { color: var(--client); }
        .s2c .dir, .s2c .said { color: var(--server); }
        .msg .said { line-height: 1.4; }
        .s2c .said { justify-self: end; }
        .said code { display: inline-block; white-space: pre-wrap; overflow-wrap: anywhere; }
        .msg summary::after { content: ""; position: absolute; left: 0; right: 0; bottom: 0.12rem; border-bottom: 1.5px solid; }
        .c2s summary::after { color: var(--client); }
        .s2c summary::after { color: var(--server); }
        .msg summary::before { content: ""; position: absolute; bottom: calc(0.12rem - 5px); border: 5.5px solid transparent; }
        .c2s summary::before { right: 0; border-left-color: var(--client); border-right-width: 0; }
        .s2c summary::before { left: 0; border-right-color: var(--server); border-left-width: 0; }
        .content summary::after { border-bottom-width: 4px; bottom: calc(0.12rem - 1px); }
        .envelope { display: inline-block; padding: 0 0.5rem; border: 1.5px solid; border-radius: 2px; font: 0.82rem/1.5 var(--sans); }
        .envelope::before { content: "\2709\FE0E\00a0"; }
        .s2c .text, .text { display: block; text-align: start; white-space: pre-wrap; overflow-wrap: anywhere; margin-top: 0.3rem; padding: 0.5rem 0.7rem;
          font: 0.78rem/1.45 var(--mono); color: var(--ink); background: var(--sheet); border: 1px solid var(--rule); }
        .mean { margin: 0.1rem 1rem 0.7rem 7.8rem; font-size: 0.92em; line-height: 1.42; }
        .mean cite, .explain cite { font: normal 0.82em var(--sans); color: var(--faint); white-space: nowrap; }
        .phase { display: grid; grid-template-columns: 1fr auto 1fr; gap: 0.8rem; align-items: center; margin: 0.5rem 0.8rem 0.2rem; font: 0.82rem var(--sans); color: var(--faint); letter-spacing: 0.03em; }
        .phase::before, .phase::after { content: ""; border-top: 1px solid var(--rule); }
        .aside, .decision { font-size: 0.88em; color: var(--faint); }
        .aside { margin: 0 2rem; }
        .end { margin: 0.3rem 0 0; font-size: 0.85rem; color: var(--faint); }

        .octets { margin: 0.2rem 1rem 0.8rem 0.8rem; }
        .range { margin: 0.3rem 0; font-size: 0.8rem; color: var(--faint); }
        .spans { display: flex; flex-wrap: wrap; row-gap: 0.3rem; }
        .span { display: flex; flex-direction: column; align-items: flex-start; max-width: 100%; margin: 0 -1px 0 0; padding: 0.25rem 0.5rem; text-align: start;
          background: var(--sheet); border: 1px solid var(--rule); line-height: 1.3; }
        .span code { white-space: pre-wrap; overflow-wrap: anywhere; }
        .span .hex { font: 0.72rem var(--mono); color: var(--faint); }
        .span .name { font-size: 0.72rem; color: var(--faint); }
        .span:hover, .span[aria-pressed=true], .span:focus-visible { background: var(--ink); color: var(--paper); z-index: 1; }
        .span:hover small, .span[aria-pressed=true] small, .span:focus-visible small { color: inherit; }
        .explain { min-height: 1.6em; margin: 0.4rem 0 0; font-size: 0.92rem; }

        .stores ol { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.6rem; }
        .stores li { display: flex; flex-direction: column; padding: 0.45rem 0.7rem 0.6rem; border: 1px dashed var(--rule); border-radius: 3px; line-height: 1.35; }
        .stores li.full { background: var(--sheet); border: 1.5px solid var(--ink); }
        .stores b { font: 0.76rem var(--mono); overflow-wrap: anywhere; }
        .what { font-size: 0.85rem; color: var(--faint); }
        .letters { margin-top: 0.35rem; color: var(--faint); font-size: 0.82rem; overflow-wrap: anywhere; }
        .letter { display: inline-block; padding: 0.05rem 0.5rem; color: var(--ink); background: var(--mark); border: 1.5px solid var(--ink); border-radius: 2px; }
        .letter::before { content: "\2709\FE0E\00a0"; }

        .journey > ol:first-of-type { list-style: none; padding: 0; display: flex; flex-wrap: wrap; align-items: center; row-gap: 0.6rem; }
        .journey .station { padding: 0.4rem 0.7rem; font-size: 0.9rem; border-color: var(--ink); }
        .hop { position: relative; min-width: 7rem; padding: 0 1rem; text-align: center; font: 0.85rem/1.3 var(--sans); }
        .hop span, .hop small { display: block; }
        .hop span { font-weight: 700; border-bottom: 2px solid; }
        .hop::after { content: ""; position: absolute; top: calc(1.3em - 5px); border: 6px solid transparent; }
        .hop.push::after { right: calc(1rem - 6px); border-left-color: currentColor; border-right-width: 0; }
        .hop.pull::after { left: calc(1rem - 6px); border-right-color: currentColor; border-left-width: 0; }
        .hop.push { color: var(--client); } .hop.pull { color: var(--server); }
        .handed { max-width: 7rem; padding: 0 0.8rem; text-align: center; font: italic 0.78rem/1.25 var(--sans); color: var(--faint); }
        .hops { font-size: 0.92em; }

        @media screen {
          .paged .step { display: none; border-bottom: 0; }
          .paged .step.here { display: block; }
          .watch .later, .watch:has(.later) .end { display: none; }
        }

        """#

    private static let narrow = #"""
        @media (max-width: 40rem) {
          body { padding: 0 0.9rem 7rem; }
          .masthead { padding-top: 2rem; }
          .ends { grid-template-columns: 1fr 1fr; gap: 0.4rem; }
          .ends .way { grid-row: 2; grid-column: 1 / -1; padding: 0.4rem 1rem; }
          .msg { margin: 0; }
          .ladder::before { left: 0; } .ladder::after { right: 0; }
          .msg summary { grid-template-columns: 2.4rem minmax(0, 1fr); padding: 0.15rem 0.5rem 0.45rem; }
          .msg .dir { text-align: end; }
          .s2c .dir { text-align: start; }
          .msg .said { grid-column: 1 / -1; }
          .mean { margin-left: 0.6rem; margin-right: 0.6rem; }
          .octets { margin-left: 0.5rem; margin-right: 0.5rem; }
          .bar { gap: 0.4rem; } .bar #place { min-width: 3rem; } .bar button { padding: 0.35rem 0.7rem; }
          .bar #keys { font-size: 0; } .bar #keys::before { content: "?"; font-size: 0.95rem; }
          .top { grid-template-columns: auto 1fr; } .top .kind { grid-column: 2; }
        }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }

        """#

    private static let paper = #"""
        @media print {
          @page { margin: 17mm 16mm 19mm; }
          :root { --paper: #fff; --sheet: #fff; --ink: #000; --faint: #333; --rule: #999; --client: #000; --server: #000; --mark: #fff; --yes: #000; }
          html { font-size: 10pt; line-height: 1.4; background: #fff; }
          body { max-width: none; padding: 0; }
          body::before, .bar, .contents, .check, .note, .octets, .answer:not([open]), .answer > summary, .hint:not([open]), .hint summary { display: none; }
          .masthead { padding: 0 0 4mm; border-bottom: 2pt solid #000; }
          h1 { font-size: 22pt; } h2 { font-size: 13pt; }
          .owner { display: flex; gap: 8mm; margin: 6mm 0 0; }
          .owner span { flex: 1; border-bottom: 0.5pt solid #000; padding-bottom: 0.5mm; }
          .key .owner { display: none; }
          .step > p, .step > ul, .why, .why > p, .why > ul, .goal { max-width: none; }
          .step { padding: 6mm 0 1mm; border-bottom: 0; }
          .top, h2, figcaption, .ends, legend { break-after: avoid; break-inside: avoid; }
          .msg, fieldset, .ask > ul, .stores li, .end, .journey, .mean { break-inside: avoid; }
          .ends .station, .stores li.full { border-width: 1pt; }
          .ladder::before, .ladder::after { border-left-width: 0.75pt; }
          .msg { padding-bottom: 0.5mm; } .msg.content { break-inside: auto; }
          .ask { padding: 3mm 4mm 1mm; margin: 3mm 0; break-inside: auto; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
          fieldset { margin-bottom: 3.5mm; }
          body:not(.key) .field input { border: 0; border-bottom: 0.5pt solid #000; border-radius: 0; width: 70mm; padding: 3mm 0 0; background: none; }
          .key .field { display: none; }
          body:not(.key) .blanks { display: block; }
          .blank { border-bottom: 0.5pt solid #000; margin: 4mm 0 0; width: 120mm; }
          pre { border-left: 1pt solid #999; overflow: visible; white-space: pre-wrap; }
          .answer[open] { border-left: 2pt double #000; }
          .solution, .answer > p { break-after: avoid; }
          a { color: inherit; text-decoration: none; }
        }

        """#
}
