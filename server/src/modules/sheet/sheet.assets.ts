/** How the page looks; it prints as well. */
export const pageStyle = `
body { margin: 0; background: #f6f2ea; color: #23211d; font: 16px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
header, main { max-width: 1000px; margin: 0 auto; padding: 16px 20px; }
header { position: sticky; top: 0; background: #f6f2ea; border-bottom: 1px solid #b9b2a5; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 20px 0 8px; font-size: 18px; }
p { margin: 6px 0; }
.bar { display: flex; align-items: center; gap: 16px; }
button { min-height: 44px; padding: 0 20px; border: 0; border-radius: 8px; background: #0f5c55; color: #fff; font: inherit; cursor: pointer; }
table { width: 100%; border-collapse: collapse; background: #fff; }
th, td { padding: 8px 10px; border: 1px solid #b9b2a5; text-align: left; }
.tick { text-align: center; }
input { width: 26px; height: 26px; }
#trouble { color: #b3261e; font-weight: 600; }
:focus-visible { outline: 3px solid #0b7d72; outline-offset: 2px; }
@media print { header { position: static; } button { display: none; } tr { break-inside: avoid; } }
`;

/**
 * What the page does: each tick is kept in this browser at once, with its time, and all are handed out as a file.
 * Plain script, since nothing builds it; `signed` and `day` stand before it.
 */
export const pageScript = `
const store = 'linkang-sheet:' + signed.signature;
const boxes = Array.from(document.querySelectorAll('input[data-id]'));
const trouble = document.getElementById('trouble');
const keyOf = (box) => box.dataset.kind + ' ' + box.dataset.id;
const read = () => { try { return JSON.parse(localStorage.getItem(store) || '{}'); } catch { return {}; } };
let ticked = read();
const keep = () => {
  try { localStorage.setItem(store, JSON.stringify(ticked)); trouble.textContent = ''; }
  catch { trouble.textContent = '这台电脑存不下打勾，关闭前请先导出。'; }
};
const show = () => {
  for (const box of boxes) box.checked = keyOf(box) in ticked;
  document.getElementById('count').textContent = '已打勾 ' + Object.keys(ticked).length + ' 处';
};
for (const box of boxes) box.addEventListener('change', () => {
  if (box.checked) ticked[keyOf(box)] = new Date().toISOString(); else delete ticked[keyOf(box)];
  keep();
  show();
});
document.getElementById('export').addEventListener('click', () => {
  const ticks = Object.entries(ticked).map(([key, at]) => ({ id: key.slice(key.indexOf(' ') + 1), kind: key.slice(0, key.indexOf(' ')), at }));
  const file = new Blob([JSON.stringify({ ...signed, ticks })], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = '打勾结果-' + day + '.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});
show();
`;
