"""The help desk the local server is measured against: django-helpdesk, with settings as for production."""
