import { render } from '@testing-library/react';
import { findSentences, lightSentence } from '@/packages/article/sentences';
import { Marked, piecesOf } from '@/components/marked';

describe('sentences of an article', () => {
  test('end with their sign and with their block, and reach over bold words', () => {
    const { html, sentences } = findSentences(
      '<h2>少盐</h2><p>一天<strong>5克</strong>。酱油也算！&lt;注意&gt;</p><ul><li>醋</li></ul>',
      1,
    );
    expect(sentences).toEqual(['少盐', '一天5克。', '酱油也算！', '<注意>', '醋']);
    expect(html).toBe(
      '<h2><span class="say say-1">少盐</span></h2><p><span class="say say-2">一天</span><strong>' +
        '<span class="say say-2">5克</span></strong><span class="say say-2">。</span>' +
        '<span class="say say-3">酱油也算！</span><span class="say say-4">&lt;注意&gt;</span></p>' +
        '<ul><li><span class="say say-5">醋</span></li></ul>',
    );
  });

  test('leave blanks and signs alone as they are, and change no attribute', () => {
    const html = '<p> </p><p>。</p><img src="/a。b" alt="甲；乙" /><p>他说：“好。”走了</p>';
    const found = findSentences(html);
    expect(found.sentences).toEqual(['他说：“好。”', '走了']);
    expect(found.html).toContain('<p> </p><p>。</p><img src="/a。b" alt="甲；乙" />');
    expect(found.html.replace(/<\/?span[^>]*>/g, '')).toBe(html);
  });

  test('are lit by their number alone', () => {
    const { html } = findSentences(Array.from({ length: 12 }, (_, n) => `<p>第${n}句。</p>`).join(''));
    expect(lightSentence(html, 1).match(/is-spoken/g)).toHaveLength(1);
    expect(lightSentence(html, 1)).toContain('<span class="say say-1 is-spoken">第1句。');
  });
});

describe('marked words', () => {
  test('are the whole of what touches, whatever the letters’ case, and no pattern', () => {
    expect(piecesOf('降压：血压高了', ['血压', '压高'])).toEqual([
      { text: '降压：', isHit: false },
      { text: '血压', isHit: true },
      { text: '高了', isHit: false },
    ]);
    expect(piecesOf('HbA1c', ['hba1c'])).toEqual([{ text: 'HbA1c', isHit: true }]);
    expect(piecesOf('a.c', ['.'])).toEqual([
      { text: 'a', isHit: false },
      { text: '.', isHit: true },
      { text: 'c', isHit: false },
    ]);
    expect(piecesOf('甲乙', [])).toEqual([{ text: '甲乙', isHit: false }]);
  });

  test('stand in the text where they stood', () => {
    const { container } = render(<Marked text="老人少盐" words={['少盐']} />);
    expect(container.textContent).toBe('老人少盐');
    expect(container.querySelector('.hit')?.textContent).toBe('少盐');
  });
});
