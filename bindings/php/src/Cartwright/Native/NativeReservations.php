<?php

declare(strict_types=1);

namespace Cartwright\Native;

use SensitiveParameter;

/**
 * A store of reservations; closed with this object. What is held stays held until its lease ends.
 *
 * @internal
 */
final class NativeReservations
{
    use Handle;

    private const NAME = 'A native store of reservations';

    /**
     * @param object $handle what the library knows the store by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    /**
     * @param array<string, mixed> $settings "store": "memory" or "sqlite:PATH"; "payment_window_ms", "lease_ms", …
     */
    public static function open(array $settings): self
    {
        return Library::instance()->openReservations($settings);
    }

    public function __destruct()
    {
        $this->library->freeReservations($this->handle);
    }

    /**
     * Does one operation of docs/reservations.md; it is one step, and throws if it is refused.
     *
     * @param array<string, mixed> $arguments
     */
    public function call(string $operation, #[SensitiveParameter] array $arguments = []): mixed
    {
        return $this->library->callReservations($this->handle, ['op' => $operation] + $arguments);
    }

    /**
     * Moves a clock that stands still otherwise.
     */
    public function advance(int $milliseconds): void
    {
        $this->library->advanceReservations($this->handle, $milliseconds);
    }
}
