"""Honest statistics: numbers in, numbers out. No database, no Streamlit."""
