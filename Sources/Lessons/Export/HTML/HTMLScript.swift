/// What a page does when keys are pressed. It fetches nothing, keeps nothing and writes no markup: only attributes, classes and text.
enum HTMLScript {
    static let text = #"""

        "use strict";
        (() => {
          const all = (selector, root = document) => [...root.querySelectorAll(selector)];
          const steps = all("main > .step");
          const links = all(".contents a");
          const bar = document.querySelector(".bar");
          const place = document.getElementById("place");
          const keylist = document.getElementById("keylist");
          let here = 0;

          // Dialogues that are watched begin with their first line.
          const watched = (step) => all(".watch .msg", step);
          for (const step of steps) watched(step).forEach((line, index) => line.classList.toggle("later", index > 0));
          const hiddenLine = (step) => watched(step).find((line) => line.classList.contains("later"));
          const lastLine = (step) => watched(step).filter((line) => !line.classList.contains("later")).pop();

          function show(index, focus = true) {
            here = Math.max(0, Math.min(steps.length - 1, index));
            steps.forEach((step, at) => step.classList.toggle("here", at === here));
            document.body.classList.toggle("inside", here > 0);
            links.forEach((link, at) => {
              if (at === here) link.setAttribute("aria-current", "step");
              else link.removeAttribute("aria-current");
            });
            place.textContent = place.dataset.words.replace("{step}", here + 1).replace("{steps}", steps.length);
            document.getElementById("back").disabled = here === 0;
            document.getElementById("next").disabled = here === steps.length - 1;
            if (!focus) return;
            history.replaceState(null, "", "#" + steps[here].id);
            const title = steps[here].querySelector("h2") || steps[here];
            title.focus({ preventScroll: true });
            window.scrollTo({ top: 0, behavior: "instant" });
          }

          function next() {
            const line = hiddenLine(steps[here]);
            if (!line) return show(here + 1);
            line.classList.remove("later");
            line.querySelector("summary").focus();
            line.scrollIntoView({ block: "nearest" });
          }

          function back() {
            const lines = watched(steps[here]);
            const line = lastLine(steps[here]);
            if (!line || line === lines[0] || !lines.length) return show(here - 1);
            line.classList.add("later");
            lastLine(steps[here]).querySelector("summary").focus();
          }

          // From line to line of the dialogues of this step.
          function move(by) {
            const lines = all(".msg:not(.later) > details > summary", steps[here]).filter((line) => line.offsetParent);
            if (!lines.length) return false;
            const at = lines.indexOf(document.activeElement.closest?.(".msg")?.querySelector("summary"));
            if (by > 0 && at === lines.length - 1 && hiddenLine(steps[here])) { next(); return true; }
            const to = at < 0 ? (by > 0 ? 0 : lines.length - 1) : at + by;
            if (to < 0 || to >= lines.length) return at >= 0;
            lines[to].focus();
            return true;
          }

          function help(on = keylist.hidden) {
            keylist.hidden = !on;
            document.getElementById("keys").setAttribute("aria-expanded", String(on));
          }

          function open(selector) {
            const closed = all(selector, steps[here]).find((details) => !details.open && details.offsetParent);
            if (!closed) return;
            closed.open = true;
            closed.querySelector("summary").focus();
          }

          const inText = (node) => node.matches?.("input[type=text], textarea");
          const inChoice = (node) => node.matches?.("input[type=radio], input[type=checkbox]");
          const inSpans = (node) => node.matches?.(".span");

          document.addEventListener("keydown", (event) => {
            if (event.ctrlKey || event.altKey || event.metaKey || inText(event.target)) return;
            const key = event.key;
            const isArrow = key.startsWith("Arrow");
            if (isArrow && inChoice(event.target)) return;
            let done = true;
            if (inSpans(event.target) && (key === "ArrowRight" || key === "ArrowLeft")) {
              const other = event.target[key === "ArrowRight" ? "nextElementSibling" : "previousElementSibling"];
              if (other) other.focus();
            } else if (key === "Escape") {
              const details = event.target.closest?.(".msg details[open]");
              help(false);
              if (details) { details.open = false; details.querySelector("summary").focus(); } else done = false;
            } else if (key === "ArrowRight" || key === "n") next();
            else if (key === "ArrowLeft" || key === "b") back();
            else if (key === "ArrowDown") done = move(1);
            else if (key === "ArrowUp") done = move(-1);
            else if (key === "h") open(".hint");
            else if (key === "a") open(".answer");
            else if (key === "?") help();
            else done = false;
            if (done) event.preventDefault();
          });

          // What a piece of octets is.
          function explain(span) {
            const line = span.closest(".octets").querySelector(".explain");
            all(".span", span.parentNode).forEach((one) => one.setAttribute("aria-pressed", String(one === span)));
            const source = document.createElement("cite");
            source.textContent = span.dataset.source;
            line.replaceChildren(span.dataset.meaning + " ", source);
          }
          for (const span of all(".span")) {
            span.addEventListener("focus", () => explain(span));
            span.addEventListener("click", () => explain(span));
          }

          // Answers.
          const words = (text) => text.toLowerCase().trim().replace(/[\s,;]+/g, " ");
          const range = (text) => (text.match(/^\s*(\d+)\s*-\s*(\d+)\s*$/) || []).slice(1).map(Number);
          function given(field) {
            const text = field.querySelector("input[type=text]");
            if (text) return text.value;
            return all("input:checked", field).map((input) => input.value).join("\n");
          }
          function isRight(field) {
            const { way, right, room } = field.dataset;
            const answer = given(field);
            if (way === "number") return answer.trim() !== "" && Math.abs(Number(answer) - Number(right)) <= Number(room);
            if (way === "sequence") return words(answer).replace(/ /g, "") === words(right).replace(/ /g, "");
            if (way === "set") {
              const set = (text) => text.split(/[\n,]+/).map(words).filter(Boolean).sort().join("\n");
              return set(answer) === set(right);
            }
            if (way === "octets") {
              const [from, to] = range(answer), [first, last] = range(right);
              return from <= first && to >= last && (first - from) + (to - last) <= Number(room || 0);
            }
            return right.split("\n").some((one) => words(one) === words(answer));
          }
          for (const form of all("form.ask")) {
            form.addEventListener("submit", (event) => {
              event.preventDefault();
              const fields = all("fieldset", form);
              const results = fields.map(isRight);
              fields.forEach((field, at) => {
                field.classList.toggle("right", results[at]);
                field.classList.toggle("wrong", !results[at]);
              });
              const passed = results.every(Boolean);
              const output = form.querySelector("output");
              output.textContent = passed ? output.dataset.right : output.dataset.wrong;
              if (!passed) return;
              const step = form.closest(".step");
              const answer = step.querySelector(".answer");
              if (answer) answer.open = true;
              links[steps.indexOf(step)]?.classList.add("done");
            });
          }

          document.getElementById("next").addEventListener("click", next);
          document.getElementById("back").addEventListener("click", back);
          document.getElementById("keys").addEventListener("click", () => help());
          links.forEach((link, at) => link.addEventListener("click", (event) => { event.preventDefault(); show(at); }));
          window.addEventListener("hashchange", () => {
            const at = steps.findIndex((step) => "#" + step.id === location.hash);
            if (at >= 0) show(at);
          });

          document.body.classList.add("paged");
          bar.hidden = false;
          const asked = steps.findIndex((step) => "#" + step.id === location.hash);
          show(asked >= 0 ? asked : 0, asked > 0);
        })();

        """#
}
