// A private page asks by POST. A browser that may have to restore its tabs keeps
// what was posted to the pages in them, on disk: here nothing is posted to a page.
// What a form would load is fetched and put in place of this page instead, and
// earlier pages stay in memory for the way back. Without this file everything
// works, and the browser keeps what was posted until it ends.

const pages = [document.body.cloneNode(true)];
let shown = 0;

function show(body, title, hash) {
  document.title = title;
  document.body.replaceWith(body);
  const target = hash && document.getElementById(hash.slice(1));
  if (target) return target.scrollIntoView();
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

history.replaceState({ page: 0, title: document.title }, "");

document.addEventListener("submit", async (e) => {
  const form = e.target;
  const address = new URL(e.submitter?.hasAttribute("formaction") ? e.submitter.formAction : form.action);
  if (form.method !== "post" || /\.\w+$/.test(address.pathname)) return; // a file is no page that a tab is restored to
  e.preventDefault();
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form, e.submitter)) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("main")) return form.submit();
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  pages.length = ++shown;
  pages.push(page.body.cloneNode(true));
  history.pushState({ page: shown, title: page.title }, "", address);
  show(page.body, page.title, address.hash);
});

addEventListener("popstate", (e) => {
  if (!e.state || !pages[e.state.page]) return location.reload();
  shown = e.state.page;
  show(pages[shown].cloneNode(true), e.state.title, location.hash);
});
