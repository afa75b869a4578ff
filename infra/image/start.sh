#!/bin/sh
# Becomes the service, so that signals reach it and its exit code is the container's.
case "${VILFREDO_SERVICE:-}" in
  order-ingestion | customer-registry | interaction-capture | scoring | alerting | outreach | gateway | all-in-one)
    exec node "services/$VILFREDO_SERVICE/dist/main.js" "$@"
    ;;
esac
echo "VILFREDO_SERVICE must be one of: order-ingestion, customer-registry, interaction-capture, scoring, alerting, outreach, gateway, all-in-one" >&2
exit 2
