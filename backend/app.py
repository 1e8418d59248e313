"""Picks the surface this process is, registers its routes and declares its event functions. No logic."""

from functools import cache
from typing import Any

from chalice.app import Chalice, CognitoUserPoolAuthorizer, DynamoDBEvent, Rate, SQSEvent
from chalicelib.bootstrap import adapters
from chalicelib.entrypoints.http.openapi import document_route
from chalicelib.entrypoints.http.routes import register
from chalicelib.logs import configure_logs
from chalicelib.settings import Surface, surface

# Stand-ins that `infra/admin.merge.yaml` replaces with the stack's own; Chalice wants a text when it packages.
USER_POOL_ARN = "arn:aws:cognito-idp:ap-southeast-3:000000000000:userpool/set-by-the-merge-file"
STREAM_ARN = "arn:aws:dynamodb:ap-southeast-3:000000000000:table/set-by-the-merge-file/stream/x"
PHOTO_QUEUE_ARN = "arn:aws:sqs:ap-southeast-3:000000000000:set-by-the-merge-file"

configure_logs()
app = Chalice(app_name="lapor-pkh", configure_logs=False)
ports = cache(adapters)

if surface() is Surface.PUBLIC:
    from chalicelib.entrypoints import forms, public_api

    routes = [*public_api.ROUTES, *forms.ROUTES]
    document = document_route("/api/v1/openapi.json", "Lapor PKH: public", routes)
    register(app, ports, [*routes, document], authorizer=None)
else:
    from chalicelib.entrypoints import events, staff_api

    authorizer = CognitoUserPoolAuthorizer(
        "staff", provider_arns=[USER_POOL_ARN], scopes=["openid", "aws.cognito.signin.user.admin"]
    )
    document = document_route("/api/v1/staff/openapi.json", "Lapor PKH: staff", staff_api.ROUTES)
    register(app, ports, [*staff_api.ROUTES, document], authorizer=authorizer)

    @app.lambda_function(name="open_contact")
    def open_contact(event: dict[str, Any], _context: object) -> dict[str, Any]:
        """Open who reports, by the event that was written for it."""
        return events.open_contact(ports(), event)

    @app.on_dynamodb_record(stream_arn=STREAM_ARN)
    def deliver_from_stream(event: DynamoDBEvent) -> dict[str, Any]:
        """Deliver news as soon as it is written."""
        return events.deliver_from_stream(ports(), event.to_dict())

    @app.on_sqs_message(queue_arn=PHOTO_QUEUE_ARN, batch_size=1)
    def clean_photo(event: SQSEvent) -> dict[str, Any]:
        """Clean a photo as soon as it has arrived."""
        return events.clean_photos(ports(), event.to_dict())

    @app.schedule(Rate(5, unit=Rate.MINUTES))
    def sweep_outbox(_event: object) -> None:
        """Deliver what the stream left."""
        events.sweep(ports())

    @app.schedule(Rate(1, unit=Rate.HOURS))
    def seal_trail(_event: object) -> None:
        """Write down once a day where every trail ends."""
        events.seal_trail(ports())

    @app.schedule(Rate(5, unit=Rate.MINUTES))
    def sweep_deadlines(_event: object) -> None:
        """Do what the rules of time want."""
        events.sweep_deadlines(ports())
