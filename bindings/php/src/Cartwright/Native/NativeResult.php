<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * What a change did: what is different, and which events tell of it. Whatever becomes of the cart, it stays.
 *
 * @internal
 */
final class NativeResult
{
    use Handle;

    private const NAME = 'A native result';

    private ?ResultSummary $summary = null;

    /**
     * @param object $handle what the library knows the result by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    public function __destruct()
    {
        $this->library->freeResult($this->handle);
    }

    public function summary(): ResultSummary
    {
        return $this->summary ??= $this->library->summaryOf($this->handle);
    }

    /**
     * In the order in which things happened; docs/operations.md says what each has.
     *
     * @return list<array<string, mixed>>
     */
    public function changes(): array
    {
        return $this->library->changesOf($this->handle);
    }

    /**
     * In order, each with its id, its cart, what that was and is, the time, and what it tells.
     *
     * @return list<array<string, mixed>>
     */
    public function events(): array
    {
        return $this->library->eventsOf($this->handle);
    }
}
