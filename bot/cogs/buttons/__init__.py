"""What stands below a card, and what happens when it is pressed.

A button's custom_id holds all that it needs: the stable key of a passage, or the id of a kept answer. So it works after
a restart and after a re-indexing. What may be searched where it is pressed is asked again at each press.

| button | who may press | others |
|---|---|---|
| Context, Whole release, Copy as quote, Why this passage?, Details | anyone: the reply is private | |
| Next source, pages | who asked, or shared the card: it changes | get a private copy |
| Follow-up | anyone: the answer is their own | |
| 👍 👎 | anyone, one vote each, which may change | |
| Share | who sees the private card, and may write in the channel | |
| 🗑️ | who asked or shared, and who may manage messages | are told so |
"""
