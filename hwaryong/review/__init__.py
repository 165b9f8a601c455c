"""The review page: where people look at takes, approve them, ask for retakes and dot the eyes."""
