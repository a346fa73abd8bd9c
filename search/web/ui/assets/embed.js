// The page works without this file: it saves pressing the button, and copies.
// What was made is swapped by fetching the address that the form leads to.

const form = document.querySelector(".choose");
let running;

function enrich() {
  const made = document.getElementById("made");
  for (const code of made.querySelectorAll("pre code")) {
    // A service that was not told its address knows it here.
    if (made.dataset.unknown) code.textContent = code.textContent.replaceAll(made.dataset.unknown, location.origin);
    if (!navigator.clipboard) continue;
    const copy = document.createElement("button");
    copy.className = "copy";
    copy.type = "button";
    copy.textContent = made.dataset.copy;
    copy.setAttribute("aria-describedby", code.parentElement.getAttribute("aria-labelledby"));
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      copy.textContent = document.getElementById("live").textContent = made.dataset.copied;
    });
    code.parentElement.before(copy);
  }
  if (made.dataset.unknown) made.querySelector(".note").remove();
}

async function make() {
  running?.abort();
  const mine = (running = new AbortController());
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(fields).toString();
  const address = form.action + (query && "?" + query);
  try {
    const answer = await fetch(address, { signal: mine.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("made").replaceWith(document.adoptNode(page.getElementById("made")));
    history.replaceState(null, "", address);
    enrich();
  } catch {
    // Another choice was made meanwhile, or the button has to do.
  }
}

form.addEventListener("change", make);
enrich();
