/** Sites whose videos an article may point to; nothing of them is shown inside a page. */
export const videoHosts: Readonly<Record<string, string>> = {
  'v.qq.com': '腾讯视频',
  'channels.weixin.qq.com': '微信视频号',
  'www.bilibili.com': '哔哩哔哩',
  'tv.cctv.com': '央视网',
  'www.xuexi.cn': '学习强国',
};

/** The name of the site of a video, or null for an address that is none of theirs. */
export function videoSiteOf(address: string): string | null {
  const [, host] = /^https:\/\/([a-z0-9.-]+)\/\S+$/.exec(address.trim()) ?? [];
  return host === undefined ? null : (videoHosts[host] ?? null);
}
