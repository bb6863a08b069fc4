/** A campaign list: its e-mail addresses are copied at a click. */

import { copyButtons } from "./common/copy";

copyButtons(document.body);
