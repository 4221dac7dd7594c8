"""Tables in, pictures and words out. No Streamlit: documents use these too."""
