import { Button, Result } from 'antd';
import { Link } from 'react-router-dom';
import { usePageTitle } from '../components/page-header';

/** For an address without a page. */
export function MissingPage() {
  usePageTitle('没有这一页');
  return (
    <Result
      status="info"
      title={<h1 className="result-title">没有这一页</h1>}
      subTitle="地址可能写错了。"
      extra={<Link to="/today">回到今天</Link>}
    />
  );
}

/** For a page that failed to load or to draw; a reload also fetches a newer version of the console. */
export function BrokenPage() {
  usePageTitle('页面出错了');
  return (
    <Result
      status="warning"
      title={<h1 className="result-title">页面出错了</h1>}
      subTitle="请刷新页面。如果还是不行，请联系系统管理员。"
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          刷新页面
        </Button>
      }
    />
  );
}

/** For a page that the account's roles do not open. */
export function ForbiddenPage() {
  usePageTitle('没有权限');
  return (
    <Result
      status="info"
      title={<h1 className="result-title">您的账号不能使用这一页</h1>}
      subTitle="需要使用时，请联系中心主任开通。"
      extra={<Link to="/today">回到今天</Link>}
    />
  );
}
