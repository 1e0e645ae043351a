/** A drawing of the demo, for the article with this title. */
export interface DemoCover {
  id: string;
  title: string;
  svg: string;
}

const draw = (background: string, shapes: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="640" viewBox="0 0 1280 640">` +
  `<rect width="1280" height="640" fill="${background}"/>` +
  `<circle cx="1110" cy="120" r="190" fill="#fffdf8" opacity="0.45"/><circle cx="150" cy="560" r="150" fill="#fffdf8" opacity="0.45"/>` +
  `${shapes}</svg>`;

const HEART =
  '<path d="M640 540C470 420 380 340 380 240c0-80 60-135 130-135 55 0 102 30 130 82 28-52 75-82 130-82 70 0 130 55 130 135 0 100-90 180-260 300z" fill="#9c3d16"/>' +
  '<path d="M300 330h210l45-95 75 190 60-140 30 45h260" fill="none" stroke="#fffdf8" stroke-width="22" stroke-linecap="round" stroke-linejoin="round"/>';

const SALT =
  '<path d="M520 230h240l50 300H470z" fill="#fffdf8" stroke="#0f5b50" stroke-width="16" stroke-linejoin="round"/>' +
  '<path d="M515 230c0-85 60-130 125-130s125 45 125 130z" fill="#0f5b50"/>' +
  '<g fill="#e2efe9"><circle cx="590" cy="180" r="12"/><circle cx="640" cy="155" r="12"/><circle cx="690" cy="180" r="12"/><circle cx="640" cy="200" r="12"/></g>' +
  '<path d="M491 400h298l22 130H470z" fill="#e2d9c8"/><path d="M900 250v190m-55-60 55 60 55-60" fill="none" stroke="#9c3d16" stroke-width="22" stroke-linecap="round" stroke-linejoin="round"/>';

const SHOES =
  '<g id="shoe" fill="#0f5b50"><path d="M330 250c60 30 95 25 130-15l150 120c40 30 110 25 150 55 25 20 25 50 20 75H330z"/>' +
  '<path d="M320 485h470v38a20 20 0 0 1-20 20H340a20 20 0 0 1-20-20z" fill="#fffdf8"/></g>' +
  '<g stroke="#fffdf8" stroke-width="14" stroke-linecap="round"><path d="M500 300l-45 45M550 340l-45 45M600 378l-45 45"/></g>' +
  '<g stroke="#7a5200" stroke-width="18" stroke-linecap="round"><path d="M860 300h150M890 380h200M860 460h120"/></g>';

/** Three covers, drawn for the demo. */
export const demoCovers: readonly DemoCover[] = [
  { id: 'demo-cover-heart', title: '高血压没感觉，也要天天管', svg: draw('#fbeadf', HEART) },
  { id: 'demo-cover-salt', title: '一天5克盐，怎么做到', svg: draw('#e2efe9', SALT) },
  { id: 'demo-cover-shoes', title: '在家防跌倒，先看这几处', svg: draw('#faf0d2', SHOES) },
];
