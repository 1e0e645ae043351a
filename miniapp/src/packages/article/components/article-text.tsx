import { View } from '@tarojs/components';
import { useEffect, useId, useMemo, type ReactNode } from 'react';
import type { Article } from '@linkang/shared/api/article.routes';
import { aria } from '@/components/a11y';
import { RichHtml } from '@/components/rich-html';
import { useElderMode } from '@/hooks/use-elder-mode';
import { useReadingAloud } from '@/hooks/use-reading-aloud';
import { isH5 } from '@/platform';
import { findSentences, lightSentence } from '../sentences';
import { AloudBar } from './aloud-bar';

const LIT = 'is-spoken';

/** Lights a sentence on the page and brings it into sight. */
function useLight(rootId: string, sentence: number | undefined): void {
  useEffect(() => {
    if (!isH5 || sentence === undefined) return;
    const parts = [...(document.getElementById(rootId)?.querySelectorAll(`.say-${sentence}`) ?? [])];
    parts.forEach((part) => part.classList.add(LIT));
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    parts[0]?.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' });
    return () => parts.forEach((part) => part.classList.remove(LIT));
  }, [rootId, sentence]);
}

/** The title and the words of an article, in the reader's size, read aloud where that is wished. */
export function ArticleText({ article, facts }: { article: Article; facts: readonly string[] }): ReactNode {
  const { isElder } = useElderMode();
  const rootId = `text-${useId().replace(/\W/g, '')}`;
  const { html, sentences } = useMemo(() => {
    const found = findSentences(article.html, 1);
    return { html: found.html, sentences: [article.title, ...found.sentences] };
  }, [article]);
  const aloud = useReadingAloud(sentences, isElder);
  const lit = aloud.state === 'reading' || aloud.state === 'paused' ? aloud.at : undefined;
  useLight(rootId, lit);
  return (
    <View id={rootId} className="article-body">
      <View
        className={`article-title say say-0${!isH5 && lit === 0 ? ` ${LIT}` : ''}`}
        {...aria('heading', { 'aria-level': 2 })}
      >
        {article.title}
      </View>
      {facts.map((fact) => (
        <View key={fact} className="note">
          {fact}
        </View>
      ))}
      <AloudBar aloud={aloud} count={sentences.length} />
      <RichHtml html={isH5 || lit === undefined ? html : lightSentence(html, lit)} />
    </View>
  );
}
