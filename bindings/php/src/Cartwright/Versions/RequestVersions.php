<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Illuminate\Database\Connection;
use WeakReference;

/**
 * The versions that one request works with: each type is captured once, so that everything in one page is of one version and a
 * second check costs nothing. It goes with the request.
 */
final class RequestVersions
{
    /** @var array<array-key, string> */
    private array $known = [];

    /** @var array<array-key, string> why the cache is passed by, by type, to the end of the request */
    private array $passedBy = [];

    /** @var WeakReference<Connection>|null on which all of it was captured */
    private ?WeakReference $connection = null;

    /**
     * As it is for what lies on this connection: an application that serves several shops may have another database by now, where
     * the same types have other versions.
     */
    public function on(Connection $connection): self
    {
        if ($this->connection?->get() !== $connection) {
            $this->forget();
            $this->connection = WeakReference::create($connection);
        }

        return $this;
    }

    /**
     * The types of these that have to be captured still.
     *
     * @param list<string> $types
     *
     * @return list<string>
     */
    public function missing(array $types, bool $forTheWorld = false): array
    {
        return array_values(array_filter($types, fn (string $type): bool => ! isset($this->known[$type])
            && ($forTheWorld || ! isset($this->passedBy[$type]))));
    }

    /**
     * Keeps what was captured of these types.
     *
     * @param list<string> $types
     */
    public function learn(array $types, Captured $captured): void
    {
        foreach ($types as $type) {
            // Which of them it was nobody has said, so it is all of them.
            if ($captured->bypass !== null) {
                $this->passedBy[$type] = $captured->bypass;
            }

            if (isset($captured->versions[$type])) {
                $this->known[$type] = $captured->versions[$type];
            }
        }
    }

    /**
     * Keeps what this request has itself committed and published.
     *
     * @param array<array-key, string> $versions
     */
    public function changed(array $versions): void
    {
        $this->known = $versions + $this->known;
        $this->passedBy = array_diff_key($this->passedBy, $versions);
    }

    /**
     * Forgets types of which nobody knows what became of them.
     *
     * @param list<string> $types
     */
    public function doubt(array $types): void
    {
        $this->known = array_diff_key($this->known, array_flip($types));
    }

    /**
     * What is known of these types.
     *
     * @param list<string> $types
     */
    public function of(array $types): Captured
    {
        $which = array_flip($types);
        $bypass = array_values(array_intersect_key($this->passedBy, $which))[0] ?? null;
        $versions = array_intersect_key($this->known, $which);

        return count($versions) === count($which)
            ? new Captured($versions, $bypass)
            : new Captured([], $bypass ?? Captured::UNKNOWN);
    }

    /**
     * Forgets everything, as if another request began.
     */
    public function forget(): void
    {
        $this->known = $this->passedBy = [];
    }
}
