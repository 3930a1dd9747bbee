"""Charts as inline SVG: drawn on the server from frozen values, coloured by classes, read by everybody.

Each function takes whole numbers (pence, pupils, days) with the words for them and gives a `Chart`: a wide and a narrow
drawing of the same values (a phone shows the narrow one, so that its words stay readable) and the same values as a
table. The title is the finding. Colour is never the only sign: parts stand in a stated order and carry their labels.
All geometry is in whole units of the drawing.
"""

from kernel.charts.bars import Bar, bars, share
from kernel.charts.drawing import Chart
from kernel.charts.flow import Outlet, Stream, flow
from kernel.charts.seats import Bench, Seat, seats
from kernel.charts.years import Series, over_time

__all__ = ["Bar", "Bench", "Chart", "Outlet", "Seat", "Series", "Stream", "bars", "flow", "over_time", "seats", "share"]
