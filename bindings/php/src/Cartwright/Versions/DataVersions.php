<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Native\NativeVersions;
use Closure;
use Illuminate\Database\Connection;
use Illuminate\Support\Str;
use Throwable;

/**
 * The versions of the shop's data: what readers capture before they load, and what writers raise in the transaction that
 * changes the data. It keeps nothing of a request.
 */
class DataVersions
{
    /** The type that is raised with every type of which the global version is not made. */
    public const GLOBAL = 'global';

    private ?NativeVersions $native = null;

    private readonly Announcements $announcements;

    /**
     * @param Closure(): NativeVersions $open the engine, when it is first needed
     * @param Closure(): VersionTable $table the truth, on the connection of this moment
     * @param Closure(): RequestVersions $request of the request of this moment
     * @param Closure(): string $someone who is asking, where nobody says it
     */
    public function __construct(
        private readonly Closure $open,
        private readonly Closure $table,
        private readonly Closure $request,
        private readonly Closure $someone,
        private readonly OpenChanges $changes,
        private readonly ChangeSettings $settings,
    ) {
        $this->announcements = new Announcements($this->native(...));
    }

    /**
     * The versions under which values of these types are found and kept; captured before anything is loaded. One look for each type
     * and request.
     *
     * @param list<string> $types
     */
    public function capture(array $types): Captured
    {
        $types = self::unique($types);
        $table = ($this->table)();

        // What is read in a transaction may be of an old state, or of one that nobody else will ever see.
        return HostTransaction::isOpen($table->connection, $table->dialect())
            ? new Captured([], Captured::TRANSACTION)
            : $this->look($table, $types, 'entries');
    }

    /**
     * What the world is shown of the versions of these types: 32 hexadecimal digits, never none, and made of nothing else.
     *
     * @param list<string>|string|null $types null for all
     */
    public function token(array|string|null $types = null): string
    {
        return $this->native()->call('token', ['versions' => (object) $this->versions(self::unique($types ?? $this->settings->types))]);
    }

    /**
     * Before a page is made: the versions of these types and that of all cached values in one look, so that neither its token nor what
     * it is made of asks again.
     *
     * @internal
     *
     * @param list<string>|null $types null for all
     */
    public function lookAhead(?array $types): void
    {
        $this->capture([...$types ?? $this->settings->types, VersionedCache::TYPE]);
    }

    /**
     * The version of a type, as `incarnation.counter`.
     */
    public function version(string $type): string
    {
        return $this->versions([$type])[$type];
    }

    /**
     * Changes data of these types: the callback runs in a transaction, in which the versions are raised, and what the application has
     * cached of them is passed by from before its COMMIT until the new versions are published. In a transaction that is open
     * already it becomes part of that one.
     *
     * A transaction of its own is done again from its beginning if the database ends it because of others; what the callback does
     * outside the database is then done again too.
     *
     * @template T
     *
     * @param list<string>|string $types
     * @param Closure(Connection): T $callback
     * @param string|null $who for the audit trail
     *
     * @return T
     *
     * @throws OutcomeUnknownException if the connection was lost during the COMMIT
     * @throws Throwable what the callback throws; nothing is changed then
     */
    public function change(array|string $types, Closure $callback, ?string $who = null): mixed
    {
        $types = $this->raisedWith($types);
        $table = ($this->table)();
        $who ??= ($this->someone)();

        if (HostTransaction::isOpen($table->connection, $table->dialect())) {
            $this->join($table, $types, $who);

            return $callback($table->connection);
        }

        $transaction = new ChangeTransaction($table, $this->changes, $this->settings);

        return $transaction->run(
            fn (): OpenChange => $this->openChange($table, true, true),
            static fn (OpenChange $change) => $change->announce($types, HostTransaction::ground() + 1, $who),
            $callback,
        );
    }

    /**
     * Raises versions of data that somebody else has changed and committed: they are fresh from now on. In a transaction that is
     * open they are raised with it.
     *
     * @param list<string>|string $types
     * @param string|null $id of the change; one that is delivered once more is not counted again
     */
    public function bump(array|string $types, ?string $id = null, ?string $who = null): Bumped
    {
        $types = $this->raisedWith($types);
        $table = ($this->table)();
        $who ??= ($this->someone)();

        if (! HostTransaction::isOpen($table->connection, $table->dialect())) {
            return $this->bumpAlone($table, $types, $id ?? (string) Str::uuid(), $who);
        }

        $place = $id === null ? null : $table->changes->note($id);

        if ($id !== null && $place === null) {
            return new Bumped([], true);
        }

        $change = $this->join($table, $types, $who);
        $place === null || $change->noted($place);

        return new Bumped([]);
    }

    /**
     * Compares what is published with what is committed, and makes it right if it is to. What is right is not touched, so whoever
     * repairs twice finds nothing the second time.
     */
    public function reconcile(bool $repair, ?string $who = null): Reconciliation
    {
        return (new Reconciler($this->native(), ($this->table)(), $this->settings))->reconcile($repair, $who ?? ($this->someone)());
    }

    /**
     * Every type with what is committed of it, those that were last raised first.
     *
     * @return list<TypeRow>
     */
    public function stats(): array
    {
        return ($this->table)()->rows();
    }

    /**
     * Forgets what this request has captured, as if another one began.
     */
    public function forget(): void
    {
        ($this->request)()->forget();
    }

    /**
     * The application's transaction on the database of the versions, if one is open: what is to happen after its COMMIT is left
     * with it.
     *
     * @internal
     */
    public function transaction(): ?Connection
    {
        $table = ($this->table)();

        return HostTransaction::isOpen($table->connection, $table->dialect()) ? $table->connection : null;
    }

    /**
     * The engine, for what it does beside this.
     *
     * @internal
     */
    public function native(): NativeVersions
    {
        return $this->native ??= ($this->open)();
    }

    /**
     * @param list<string> $types
     *
     * @return array<array-key, string> of every one of them
     */
    private function versions(array $types): array
    {
        $table = ($this->table)();

        if (! HostTransaction::isOpen($table->connection, $table->dialect())) {
            return $this->look($table, $types, 'token')->versions;
        }

        // What this request has captured before; what is read here and now is for nobody else.
        $known = ($this->request)()->on($table->connection)->of($types)->versions;

        return $known === [] ? $table->committed($types) : $known;
    }

    /**
     * @param list<string> $types
     */
    private function look(VersionTable $table, array $types, string $need): Captured
    {
        $request = ($this->request)()->on($table->connection);
        $missing = $request->missing($types, $need === 'token');

        if ($missing !== []) {
            $request->learn($missing, (new Look($this->native(), $table, $this->settings))->at($missing, $need));
        }

        return $request->of($types);
    }

    /**
     * @param list<string> $types
     */
    private function join(VersionTable $table, array $types, string $who): OpenChange
    {
        $connection = $table->connection;
        $change = $this->changes->joinable($connection);

        if ($change === null) {
            $change = $this->openChange($table, $this->changes->isToldOf($connection));
            $this->changes->put($connection, $change);
        }

        $change->announce($types, $connection->transactionLevel(), $who);

        return $change;
    }

    /**
     * @param list<string> $types
     */
    private function bumpAlone(VersionTable $table, array $types, string $id, string $who): Bumped
    {
        $lock = $this->native()->call('lock', ['types' => $types]);

        try {
            $announced = $this->announcements->begin($types, 0, $who);

            try {
                [$versions, $isRepeated] = $table->raise($id, $types, ! $announced->isMarked);
            } catch (Throwable $failure) {
                // Whether it was raised is unknown after a lost answer: then the mark stays, and is looked up.
                $failure instanceof OutcomeUnknownException || $this->announcements->withdraw($announced);

                throw $failure;
            }

            $missing = $this->announcements->publish($announced, $versions, $table, $id, $isRepeated, $lock['degraded']);
            ($this->request)()->on($table->connection)->changed($versions);
        } finally {
            $this->native()->call('unlock', ['lock' => $lock['lock']]);
        }

        return new Bumped($versions, $isRepeated, $missing);
    }

    private function openChange(VersionTable $table, bool $raisesAtTheEnd, bool $isOurs = false): OpenChange
    {
        return new OpenChange($table, $this->announcements, $this->request, $raisesAtTheEnd, $isOurs);
    }

    /**
     * @param list<string>|string $types
     *
     * @return list<string> with the one by which the world learns of types that it does not know
     */
    private function raisedWith(array|string $types): array
    {
        $types = self::unique($types);

        // That a cache was cleared is nothing that the world sees.
        return array_diff($types, $this->settings->types, [VersionedCache::TYPE]) === []
            ? $types
            : self::unique([...$types, self::GLOBAL]);
    }

    /**
     * @param list<string>|string $types
     *
     * @return list<string>
     */
    private static function unique(array|string $types): array
    {
        return array_values(array_unique(array_map(strval(...), (array) $types)));
    }
}
