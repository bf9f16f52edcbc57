#!/usr/bin/env bash
exec env KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx256M}" /etc/kafka/docker/java org.apache.kafka.tools.consumer.group.ConsumerGroupCommand "$@"
