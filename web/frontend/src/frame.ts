/** What every page has around it: shortcuts, saved views, its queries, news, and errors of what was asked meanwhile. */

import { listenForKeys } from "./frame/keys";
import { listenForNews } from "./frame/live";
import { listQueries } from "./frame/queries";
import { keepAddress } from "./frame/saved";
import { toastErrors } from "./frame/toast";
import { guide } from "./frame/tour";

toastErrors();
listenForKeys();
keepAddress();
listQueries();
listenForNews();
guide();
