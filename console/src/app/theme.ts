import type { ThemeConfig } from 'antd';

/**
 * The console's own look: deep teal on warm paper. Every text colour keeps a contrast of 4.5:1 on the paper;
 * the same values stand as `--lk-*` in global.css for what is not drawn by the component library.
 */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0f5c55',
    colorInfo: '#0f5c55',
    colorLink: '#0b5d6b',
    colorSuccess: '#2b6e3f',
    colorWarning: '#9a5b00',
    colorError: '#b3261e',
    colorInfoBg: '#ebf4f2',
    colorInfoBorder: '#8fbdb6',
    colorSuccessBg: '#e9f5ed',
    colorSuccessBorder: '#93c4a3',
    colorWarningBg: '#fdf4e1',
    colorWarningBorder: '#d9a54c',
    colorErrorBg: '#fdefed',
    colorErrorBorder: '#dd9a94',
    colorTextBase: '#23211d',
    colorText: '#23211d',
    colorTextSecondary: '#4d4a44',
    colorTextTertiary: '#5f5b54',
    colorTextDescription: '#5f5b54',
    colorTextPlaceholder: '#6d6860',
    colorTextQuaternary: '#6d6860',
    colorBgLayout: '#f6f2ea',
    colorBgContainer: '#ffffff',
    colorBorder: '#b9b2a5',
    colorBorderSecondary: '#e6dfd2',
    // At a desk pages answer at once; and a button's name must not wait for the end of an animation.
    motion: false,
    borderRadius: 8,
    fontSize: 15,
    controlHeight: 38,
    fontFamily: "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
  },
  components: {
    Table: { headerBg: '#f3eee4', headerColor: '#4d4a44', rowHoverBg: '#f8f5ee', cellPaddingBlock: 12 },
    Card: { paddingLG: 20 },
    Tabs: { titleFontSize: 15 },
  },
};
