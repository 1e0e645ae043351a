import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useEffect, useId, type PropsWithChildren, type ReactNode } from 'react';
import type { ApiError } from '@/api/api-error';
import type { Load } from '@/hooks/use-load';
import { isH5 } from '@/platform';
import { open, openTab, routes } from '@/routes';
import { selfOf, useAccount } from '@/stores/account';
import { aria, hidden } from './a11y';
import { Button } from './button';
import { CallCentre } from './call-centre';
import { Icon } from './icon';
import { useKeptPart } from './kept-note';

/** Grey lines where text will stand. */
export const Loading = ({ lines = 3 }: { lines?: number }): ReactNode => (
  <View className="loading" {...aria('status', { 'aria-label': '正在打开' })}>
    {Array.from({ length: lines }, (_, index) => (
      <View key={index} className="loading-card">
        <View className="loading-line is-short" />
        <View className="loading-line" />
      </View>
    ))}
    <View className="loading-word">正在打开…</View>
  </View>
);

/** Drawings of styles/pictures.scss for places where nothing is yet. */
export type PictureName = 'booking' | 'notice' | 'record' | 'article' | 'relative' | 'search';

/** A small drawing; the words below it say the same. */
const Picture = ({ name }: { name: PictureName }): ReactNode => (
  <View className={`picture picture-${name}`} {...hidden} />
);

interface EmptyProps {
  title: string;
  picture?: PictureName;
}

/** Nothing to show, and what to do about it. */
export const Empty = ({ title, picture = 'record', children }: PropsWithChildren<EmptyProps>): ReactNode => (
  <View className="empty">
    <Picture name={picture} />
    <View className="empty-title">{title}</View>
    {children}
  </View>
);

/** After this pause the box has its place and height. */
const PLACED_MS = 60;

/** Brings a box into sight when its words change: on a long page it may come up below the edge. */
function useInSight(words: string): string {
  const id = `error-${useId().replace(/\W/g, '')}`;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (isH5) document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
      else Taro.pageScrollTo({ selector: `#${id}` }).catch(() => undefined);
    }, PLACED_MS);
    return () => clearTimeout(timer);
  }, [id, words]);
  return id;
}

interface ErrorBoxProps {
  error: ApiError;
  onRetry?: () => void;
  /** What the retry button says. */
  retryText?: string;
}

/** The way to what somebody took back; before the registration there is nothing to look at. */
const ToConsents = (): ReactNode =>
  useAccount(selfOf) ? (
    <Button kind="plain" icon="shield" onPress={() => open(routes.consents())}>
      看我的授权与同意
    </Button>
  ) : null;

/** A refusal in words, with what to do next. */
export function ErrorBox({
  error,
  onRetry,
  retryText = '重试',
  children,
}: PropsWithChildren<ErrorBoxProps>): ReactNode {
  const needsSignIn = error.code === 'AUTH_REQUIRED' || error.code === 'AUTH_EXPIRED';
  const id = useInSight(error.detail);
  return (
    <View id={id} className="error-box">
      <View {...aria('alert')}>
        <View className="error-title">
          <Icon name={error.code === 'OFFLINE' ? 'offline' : 'warning'} />
          <View>{error.title}</View>
        </View>
        <View>{error.detail}</View>
      </View>
      {children}
      {error.code === 'CONSENT_REQUIRED' ? <ToConsents /> : null}
      {needsSignIn ? (
        <Button kind="plain" onPress={() => open(routes.signIn())}>
          去登录
        </Button>
      ) : null}
      {onRetry && !needsSignIn ? (
        <Button kind="plain" icon="refresh" onPress={onRetry}>
          {retryText}
        </Button>
      ) : null}
      <CallCentre />
    </View>
  );
}

/** What the address names is not there, or not for this person; and the way home. */
export const Missing = ({ children }: PropsWithChildren): ReactNode => (
  <View className="empty">
    <Picture name="search" />
    <View className="empty-title" {...aria('heading', { 'aria-level': 2 })}>
      找不到这个内容
    </View>
    <View>{children ?? '可能已经下架或取消了，也可能链接不完整。'}</View>
    <Button onPress={() => openTab('home')}>回首页</Button>
  </View>
);

/** Whether an address names something that is not there, be it unknown or badly written. */
const isMissing = ({ code, fields }: ApiError): boolean =>
  code === 'NOT_FOUND' ||
  (code === 'VALIDATION_FAILED' && fields.length > 0 && fields.every(({ path }) => path.startsWith('params.')));

interface LoadedProps<T> {
  load: Load<T>;
  /** Number of grey cards while loading. */
  lines?: number;
  /** What is said where there is no such thing. */
  missingText?: string;
  children: (data: T) => ReactNode;
}

/** Shows what was loaded, or that it is loading, or why it failed. */
export function Loaded<T>({ load, lines = 3, missingText, children }: LoadedProps<T>): ReactNode {
  useKeptPart(load);
  if (load.data !== undefined) return <>{children(load.data)}</>;
  if (load.error && isMissing(load.error)) return <Missing>{missingText}</Missing>;
  if (load.error) return <ErrorBox error={load.error} onRetry={() => void load.reload()} />;
  return load.isLoading ? <Loading lines={lines} /> : null;
}
