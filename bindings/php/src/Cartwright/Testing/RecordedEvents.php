<?php

declare(strict_types=1);

namespace Cartwright\Testing;

use Closure;
use Illuminate\Contracts\Events\Dispatcher;

/**
 * Keeps the events that carts fire and hands them on to the application's dispatcher.
 *
 * @internal
 */
final class RecordedEvents implements Dispatcher
{
    /** @var list<object> */
    private array $events = [];

    /**
     * @param Closure(): Dispatcher $behind the application's dispatcher as it is at the moment: a test may fake it later
     */
    public function __construct(private readonly Closure $behind)
    {
    }

    public function record(object $event): void
    {
        $this->events[] = $event;
    }

    /**
     * @template T of object
     *
     * @param class-string<T> $class
     * @param (Closure(T): bool)|null $filter
     *
     * @return list<T>
     */
    public function of(string $class, ?Closure $filter = null): array
    {
        return array_values(array_filter(
            $this->events,
            static fn (object $event): bool => $event instanceof $class && ($filter === null || $filter($event)),
        ));
    }

    public function dispatch($event, $payload = [], $halt = false)
    {
        if (is_object($event)) {
            $this->record($event);
        }

        return ($this->behind)()->dispatch($event, $payload, $halt);
    }

    public function listen($events, $listener = null)
    {
        ($this->behind)()->listen($events, $listener);
    }

    public function hasListeners($eventName)
    {
        return ($this->behind)()->hasListeners($eventName);
    }

    public function subscribe($subscriber)
    {
        ($this->behind)()->subscribe($subscriber);
    }

    public function until($event, $payload = [])
    {
        return $this->dispatch($event, $payload, true);
    }

    public function push($event, $payload = [])
    {
        ($this->behind)()->push($event, $payload);
    }

    public function flush($event)
    {
        ($this->behind)()->flush($event);
    }

    public function forget($event)
    {
        ($this->behind)()->forget($event);
    }

    public function forgetPushed()
    {
        ($this->behind)()->forgetPushed();
    }
}
