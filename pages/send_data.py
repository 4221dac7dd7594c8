"""What would come in of my file, and what would not?"""

import streamlit as st

from cp4p_metrics.dashboard import frame, sent_view, sent_words
from cp4p_metrics.dashboard.sender import UPLOAD_PARTNER, current_sender
from cp4p_metrics.dashboard.sending import Sending
from cp4p_metrics.inbox.answers import State

answers = frame.open_page()
with st.container(key="finding"):
    finding = st.empty()
sender = current_sender(answers)

if sender is None:
    with finding.container():
        frame.headline("Sending files is not set up here")
    st.info(
        "There is no sign-in yet, so this page can’t tell whose file it would be. An operator can set "
        f"`{UPLOAD_PARTNER}` to one partner’s short key, for a dashboard that only this partner reaches, or bring "
        "files in with `cp4p import`.",
        icon=":material/lock:",
    )
    sent_view.what_can_be_sent()
    st.stop()

sending = Sending(sender)
current = sending.current
if current is None:
    with finding.container():
        frame.headline(sent_words.headline(None), f"For the records of **{sent_words.plain(sender.partner_name)}**.")
    st.markdown(sent_view.STEPS)
    sent_view.uploader(sending, "Your file")
else:
    with finding.container():
        frame.headline(sent_words.headline(current), sent_words.lead(current, sender.partner_name))
    if sending.is_pending(current):
        sent_view.follow(sending, current.drop_id)
    elif current.state is State.REFUSED:
        st.warning(sent_words.plain(current.refusal or ""), icon=":material/block:")
    else:
        sent_view.counts(current)
        if current.state is State.CHECKED:
            sent_view.decide(sending, current)
        else:
            beat = sending.heartbeat
            when = "within minutes" if beat and beat.publishes else "after the next publication"
            st.success(f"The pages show it {when}.", icon=":material/check_circle:")
        sent_view.reasons(current)
    if not sending.is_pending(current):
        st.subheader("Send another file", anchor=False)
        sent_view.uploader(sending, "Your file")

sent_view.sent_lately(sending, current)
sent_view.what_can_be_sent()
