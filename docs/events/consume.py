"""Reads the log of requests as CloudEvents, outside of Liandong.

    pip install confluent-kafka cloudevents
    python docs/events/consume.py --brokers 127.0.0.1:9092

One line an event: time, type, request, the writer's sequence, the reason's rule. Ends after --idle seconds without news.
"""

import argparse

from cloudevents.core.bindings import kafka
from confluent_kafka import Consumer, KafkaException


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brokers", default="127.0.0.1:9092")
    parser.add_argument("--topic", default="liandong.requests.v1")
    parser.add_argument("--group", default="outside.reader")
    parser.add_argument("--idle", type=float, default=10.0)
    return parser.parse_args()


def cloud_event(record):
    headers = dict(record.headers() or [])
    message = kafka.KafkaMessage(headers=headers, key=record.key(), value=record.value())
    return kafka.from_binary_event(message)


def main():
    given = arguments()
    consumer = Consumer(
        {
            "bootstrap.servers": given.brokers,
            "group.id": given.group,
            # From the first event on: the log is kept for ever.
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([given.topic])
    seen = set()
    try:
        while (record := consumer.poll(given.idle)) is not None:
            if record.error():
                raise KafkaException(record.error())
            event = cloud_event(record)
            # Delivery is at least once: the id tells an event that came before.
            if event.get_id() in seen:
                continue
            seen.add(event.get_id())
            print(
                event.get_time().isoformat(timespec="milliseconds"),
                event.get_type(),
                event.get_subject(),
                event.get_extension("sequence"),
                event.get_data()["reason"]["rule"],
            )
    finally:
        consumer.close()
    print(f"{len(seen)} events")


if __name__ == "__main__":
    main()
