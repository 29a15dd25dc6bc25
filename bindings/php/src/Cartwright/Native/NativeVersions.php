<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * The stores of data versions; closed with this object. Marks of changes that are open stay until their leases end.
 *
 * @internal
 */
final class NativeVersions
{
    use Handle;

    private const NAME = 'A native store of data versions';

    /**
     * @param object $handle what the library knows the stores by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    /**
     * @param array<string, mixed> $settings "store": "memory", "sqlite:PATH", "redis://…" or "database"; "journal", "mark_lease_ms", …
     */
    public static function open(array $settings): self
    {
        return Library::instance()->openVersions($settings);
    }

    public function __destruct()
    {
        $this->library->freeVersions($this->handle);
    }

    /**
     * Does one operation of docs/versions.md, and throws if it is refused.
     *
     * @param array<string, mixed> $arguments
     */
    public function call(string $operation, array $arguments = []): mixed
    {
        return $this->library->callVersions($this->handle, ['op' => $operation] + $arguments);
    }

    /**
     * Looks for a value under versions that were captured before anything was loaded.
     *
     * @param array<string, string> $versions as the call "answer" gave them
     * @param string|null $bypass the same call's
     * @param int $waitedMilliseconds how long was waited already for somebody else who loads it
     */
    public function lookup(string $name, array $versions, ?string $bypass = null, int $waitedMilliseconds = 0): CachedValue
    {
        return $this->library->lookUpValue($this->handle, $name, $versions, $bypass, $waitedMilliseconds);
    }

    /**
     * Keeps a value that was loaded by a permit; says whether it was kept.
     *
     * @param int|null $goodMilliseconds until when it may be served while somebody makes it anew; as long as it is fresh if left out
     */
    public function keep(string $permit, string $value, int $freshMilliseconds, ?int $goodMilliseconds = null): bool
    {
        return $this->library->keepValue(
            $this->handle,
            $permit,
            $value,
            $freshMilliseconds,
            $goodMilliseconds ?? $freshMilliseconds,
        );
    }

    /**
     * Moves a clock that stands still otherwise.
     */
    public function advance(int $milliseconds): void
    {
        $this->library->advanceVersions($this->handle, $milliseconds);
    }
}
