import { askAhead } from "./data/ahead";
import { ofFirstMap } from "./data/questions";
import { loadMap } from "./draw/load";
import { readAddress } from "./view/address";
import "./style.css";

// This file is all that stands between the address and the first question: answers are
// on their way while the page and the map library are still being read.
const view = readAddress();
if (view.puskesmas === "") {
  askAhead(ofFirstMap(view));
  void loadMap();
}
void import("./page");
