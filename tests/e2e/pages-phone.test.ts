import { testPages } from '../support/page-checks';

testPages('phone');
