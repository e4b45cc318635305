// What is wrong with how the page looks just now, a line for each complaint. Paper has no scrolling: whatever is too wide there
// is lost.
const complaints = [];
const room = document.documentElement.clientWidth;
const paper = matchMedia('print').matches;
const name = element => element.tagName.toLowerCase() + (element.getAttribute('class') ? '.' + element.getAttribute('class') : '')
    + ' "' + element.textContent.trim().slice(0, 40) + '"';
const shown = element => element.checkVisibility({contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true});
const hidden = element => element.closest('thead') && getComputedStyle(element.closest('thead')).position === 'absolute';

if (document.documentElement.scrollWidth > room) {
  complaints.push('the page is ' + document.documentElement.scrollWidth + ' wide, in ' + room);
}

const colour = text => {
  const parts = text.match(/[\d.]+/g).map(Number);
  return {rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
};
const luminance = rgb => {
  const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const background = element => {
  for (let each = element; each; each = each.parentElement) {
    const found = colour(getComputedStyle(each).backgroundColor);
    if (found.alpha === 1) {
      return found.rgb;
    }
  }
  return [255, 255, 255];
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !shown(element) || hidden(element) || element.closest('title, desc')) {
    continue;
  }
  const style = getComputedStyle(element);
  const drawn = element instanceof SVGElement;
  if (parseFloat(style.fontSize) < 11) {
    complaints.push('small, ' + style.fontSize + ': ' + name(element));
  }
  const ratio = contrast(colour(drawn ? style.fill : style.color).rgb, background(element));
  if (ratio < 4.5) {
    complaints.push('faint, ' + ratio.toFixed(2) + ': ' + name(element));
  }
  const range = document.createRange();
  range.selectNodeContents(texts.currentNode);
  const scrolls = !paper && element.closest('.wide');
  for (const box of range.getClientRects()) {
    if (!scrolls && (box.left < -0.5 || box.right > room + 0.5)) {
      complaints.push('off the page, ' + box.left + ' to ' + box.right + ' of ' + room + ': ' + name(element));
    }
  }
}

for (const element of document.body.querySelectorAll('*')) {
  const style = getComputedStyle(element);
  if (shown(element) && !hidden(element) && !(element instanceof SVGElement)
      && (style.overflowX === 'hidden' || style.overflowX === 'clip') && element.scrollWidth > element.clientWidth) {
    complaints.push('clipped: ' + name(element));
  }
}

for (const chart of document.querySelectorAll('svg.chart')) {
  const frame = chart.getBoundingClientRect();
  const words = [...chart.querySelectorAll('text')].map(text => ({text, box: text.getBoundingClientRect()}));
  for (const {text, box} of words) {
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
      complaints.push('out of its chart: ' + name(text));
    }
  }
  words.forEach((one, i) => words.slice(i + 1).forEach(other => {
    const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (across > 1 && down > 3) {
      complaints.push('on one another: ' + name(one.text) + ' and ' + name(other.text));
    }
  }));
}
return complaints;
