"""The web server: `streamlit run app.py`. Pages and sign-in begin in the router."""

import streamlit as st

from cp4p_metrics.dashboard import server

server.ask_nobody_for_our_address()

app = st.App(
    "cp4p_metrics/dashboard/router.py",
    lifespan=server.lifespan,
    middleware=server.MIDDLEWARE,
)
