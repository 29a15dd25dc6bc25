<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Closure;
use Illuminate\Container\Container;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Support\Str;
use Throwable;
use WeakMap;

/**
 * What one transaction changes, from before its first change until after its COMMIT. Changes of a type are one, however many
 * there are.
 *
 * The versions are raised at the end of the transaction, in the order of the types' names: so nobody waits for them longer than
 * the COMMIT takes, and no two transactions wait for each other. Where nobody tells the end they are raised at once.
 *
 * @internal
 */
final class OpenChange
{
    /** @var list<Announced> */
    private array $announced = [];

    /** @var array<array-key, string> what the transaction has raised, by type */
    private array $raised = [];

    /** @var list<int> places of the changes that were noted in it */
    private array $noted = [];

    private bool $isOver = false;

    /** Whether the end has been told, so that what comes now cannot wait for it. */
    private bool $isPrepared = false;

    /** @var WeakMap<object, Closure> how what was saved in it becomes again what it was before */
    private WeakMap $undoings;

    /**
     * @param Closure(): RequestVersions $request
     * @param bool $raisesAtTheEnd whether somebody will call prepare() before the COMMIT
     * @param bool $isOurs whether the transaction is of this package, which does it again if it fails because of others
     */
    public function __construct(
        private readonly VersionTable $table,
        private readonly Announcements $announcements,
        private readonly Closure $request,
        public readonly bool $raisesAtTheEnd,
        private readonly bool $isOurs = false,
    ) {
        $this->undoings = new WeakMap();
    }

    /**
     * Has an object become again what it is now if nothing of this is committed. Else it would take itself for saved, and would
     * not be when the transaction is done again.
     *
     * @param Closure(object): void $undo it must not hold the object
     */
    public function undoing(object $object, Closure $undo): void
    {
        // In a transaction of the application's Laravel leaves models as they are, and so do we.
        $this->isOurs && ($this->undoings[$object] ??= $undo);
    }

    /**
     * Announces a change of types, unless this transaction has announced it.
     *
     * @param list<string> $types
     * @param int $level of the transaction the change is made in
     */
    public function announce(array $types, int $level, string $who): void
    {
        $new = [];

        foreach ($types as $type) {
            $announced = $this->announcedOf($type);
            $announced === null ? $new[] = $type : $announced->level = min($announced->level, $level);
        }

        if ($new !== []) {
            $this->announced[] = $this->announcements->begin($new, $level, $who);
        }

        if (! $this->raisesAtTheEnd) {
            // Savepoints that go back are not told here, so what was raised before may be gone.
            $this->raise($types);
        } elseif ($this->isPrepared) {
            $this->raise($this->notRaised());
        }
    }

    /**
     * A change with an id of its own is part of it.
     *
     * @param int $place where it was noted
     */
    public function noted(int $place): void
    {
        $this->noted[] = $place;
    }

    /**
     * Raises what was announced and makes sure that the marks outlast the COMMIT. It may be called again for what has come since.
     */
    public function prepare(): void
    {
        $this->isPrepared = true;
        $this->raise($this->notRaised());

        foreach ($this->announced as $announced) {
            if (! $this->announcements->confirm($announced)) {
                $this->table->noteStale($announced->types);
            }
        }
    }

    /**
     * After a savepoint was released: what was changed behind it belongs to the level below.
     */
    public function mergedInto(int $level): void
    {
        foreach ($this->announced as $announced) {
            $announced->level = min($announced->level, $level);
        }
    }

    /**
     * After a rollback to this level.
     */
    public function rolledBackTo(int $level): void
    {
        $isGone = static fn (Announced $announced): bool => $announced->level > $level;
        array_map($this->announcements->withdraw(...), array_filter($this->announced, $isGone));
        $this->announced = array_values(array_filter($this->announced, static fn (Announced $one): bool => ! $isGone($one)));
    }

    /**
     * After the COMMIT.
     */
    public function publish(): void
    {
        if ($this->isOver) {
            return;
        }

        $this->isOver = true;

        try {
            $versions = $this->committed();

            foreach ($this->announced as $announced) {
                $mine = array_intersect_key($versions, array_flip($announced->types));
                $this->announcements->publish($announced, $mine, $this->table);
            }

            ($this->request)()->on($this->table->connection)->changed($versions);
            $this->announced = [];
            $this->table->changes->forgetOld($this->noted);
        } catch (Throwable $failure) {
            // It is committed and cannot be taken back. The marks stay until they are looked up.
            $this->forget();
            self::report($failure);
        }
    }

    /**
     * When it is certain that nothing was committed and nothing will be.
     */
    public function withdraw(): void
    {
        if (! $this->isOver) {
            $this->isOver = true;
            $this->rolledBackTo(-1);

            foreach ($this->undoings as $object => $undo) {
                $undo($object);
            }
        }
    }

    /**
     * When nobody knows what became of the transaction: its marks stay, and are looked up when their leases are over.
     */
    public function forget(): void
    {
        $this->isOver = true;
        ($this->request)()->on($this->table->connection)->doubt($this->types());
        $this->announced = [];
    }

    /**
     * @return list<string>
     */
    public function types(): array
    {
        $types = array_merge(...array_map(static fn (Announced $announced): array => $announced->types, $this->announced));
        sort($types, SORT_STRING);

        return $types;
    }

    /**
     * @return list<string>
     */
    private function notRaised(): array
    {
        return array_values(array_filter($this->types(), fn (string $type): bool => ! isset($this->raised[$type])));
    }

    /**
     * @param list<string> $types
     */
    private function raise(array $types): void
    {
        // Callbacks after the COMMIT may come before ours; what was captured before it is not for them.
        ($this->request)()->on($this->table->connection)->doubt($types);
        $this->raised = ($types === [] ? [] : $this->table->increment($types)) + $this->raised;
    }

    /**
     * @return array<array-key, string>
     */
    private function committed(): array
    {
        $types = $this->types();
        $isRaised = array_diff($types, array_map(strval(...), array_keys($this->raised))) === [];

        return match (true) {
            $types === [] => [],
            // Which of its savepoints were rolled back it does not know, so it asks.
            ! $this->raisesAtTheEnd => $this->table->committed($types),
            $isRaised => array_intersect_key($this->raised, array_flip($types)),
            // Somebody kept others from being told of the end. The marks are still there.
            default => $this->table->raise((string) Str::uuid(), $types, false)[0],
        };
    }

    private static function report(Throwable $failure): void
    {
        $app = Container::getInstance();
        $app->bound(ExceptionHandler::class) && $app->make(ExceptionHandler::class)->report($failure);
    }

    private function announcedOf(string $type): ?Announced
    {
        foreach ($this->announced as $announced) {
            if (in_array($type, $announced->types, true)) {
                return $announced;
            }
        }

        return null;
    }
}
