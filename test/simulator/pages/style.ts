/** The style of every page of the simulator, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #5b6170; --paper: #fff; --back: #eef0f4; --line: #d8dbe4; --accent: #0b7a75; --on-accent: #fff; --warn: #9a3412; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef; --soft: #a3abb8; --paper: #1b1e24; --back: #111317; --line: #333a45; --accent: #36c5bd; --on-accent: #08211f; --warn: #fdba74; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
main { max-width: 30rem; margin: 0 auto; padding: 2rem 1rem; }
main.wide { max-width: 66rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1.5rem; }
h1 { font-size: 1.35rem; margin: .75rem 0 .25rem; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
.soft { color: var(--soft); }
.badge { display: inline-block; font-size: .75rem; border: 1px solid var(--line); border-radius: 99px; padding: .1rem .6rem; color: var(--soft); }
fieldset { border: 0; padding: 0; margin: 1.25rem 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .4rem; }
label { display: flex; gap: .6rem; align-items: baseline; padding: .35rem 0; }
code { font-size: .85em; overflow-wrap: anywhere; }
.buttons { display: flex; gap: .75rem; }
.buttons button { flex: 1; }
button { font: inherit; font-weight: 600; padding: .7rem 1rem; border-radius: 10px; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; }
button:hover { border-color: var(--accent); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem; align-items: baseline; }
.who { display: flex; gap: 1rem; align-items: center; margin-top: 1rem; }
.who h1, .who p { margin: 0; }
.avatar { flex: none; width: 4.5rem; height: 4.5rem; border-radius: 50%; display: grid; place-items: center; font-size: 1.5rem; font-weight: 700; color: #fff; background: linear-gradient(135deg, #26185a, #c45c70 60%, #f0a060); }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 17rem)); gap: 1.5rem; margin-top: 1.5rem; }
article { min-width: 0; }
video, img.photo { width: 100%; border-radius: 12px; background: #000; display: block; aspect-ratio: 9/16; object-fit: cover; }
.carousel { display: flex; gap: .4rem; overflow-x: auto; scroll-snap-type: x mandatory; border-radius: 12px; }
.carousel img.photo { flex: none; width: 88%; scroll-snap-align: start; border-radius: 0; }
.caption { white-space: pre-wrap; overflow-wrap: anywhere; margin: .6rem 0 .2rem; }
.meta { margin: 0 0 .4rem; font-size: .85rem; color: var(--soft); }
details { font-size: .8rem; color: var(--soft); }
summary { cursor: pointer; padding: .2rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: .3rem 0 0; }
dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
.happenings { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
.happenings button { width: 100%; text-align: left; }
.happenings p { margin: .3rem 0 0; font-size: .85rem; color: var(--soft); }
.note { border-left: 4px solid var(--accent); padding: .4rem .8rem; margin: 1rem 0 0; background: var(--back); border-radius: 4px; }
.note.warn { border-color: var(--warn); }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
.row input { flex: 1; min-width: 16rem; font: inherit; padding: .6rem; border-radius: 10px; border: 1px solid var(--line); background: var(--back); color: inherit; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .85rem; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td.long { white-space: normal; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
tr.bad td { color: var(--warn); }
`;
