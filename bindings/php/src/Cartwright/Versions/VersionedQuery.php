<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Closure;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Database\Query\Builder;
use LogicException;

/**
 * The statements of a model whose changes raise versions: whoever writes through it raises them in the same transaction, however
 * he came here. A bulk update fires no event of a model, and a quiet save fires none either.
 *
 * @internal
 */
final class VersionedQuery extends Builder
{
    /** @var list<string> */
    private array $types = [];

    /**
     * @param list<string> $types
     */
    public static function on(Connection $connection, array $types): self
    {
        $query = new self($connection, $connection->getQueryGrammar(), $connection->getPostProcessor());
        $query->types = $types;

        return $query;
    }

    /**
     * What is asked within this, and what is written beside it: the rows between two models.
     */
    public function newQuery(): self
    {
        $query = parent::newQuery();
        $query->types = $this->types;

        return $query;
    }

    public function insert(array $values)
    {
        return $this->write(fn () => parent::insert($values));
    }

    public function insertOrIgnore(array $values)
    {
        return $this->write(fn () => parent::insertOrIgnore($values));
    }

    public function insertOrIgnoreReturning(array $values, array $returning = ['*'], array|string|null $uniqueBy = null)
    {
        return $this->write(fn () => parent::insertOrIgnoreReturning($values, $returning, $uniqueBy));
    }

    public function insertGetId(array $values, $sequence = null)
    {
        return $this->write(fn () => parent::insertGetId($values, $sequence));
    }

    public function insertUsing(array $columns, $query)
    {
        return $this->write(fn () => parent::insertUsing($columns, $query));
    }

    public function insertOrIgnoreUsing(array $columns, $query)
    {
        return $this->write(fn () => parent::insertOrIgnoreUsing($columns, $query));
    }

    public function update(array $values)
    {
        return $this->write(fn () => parent::update($values));
    }

    public function updateFrom(array $values)
    {
        return $this->write(fn () => parent::updateFrom($values));
    }

    public function upsert(array $values, $uniqueBy, $update = null)
    {
        return $this->write(fn () => parent::upsert($values, $uniqueBy, $update));
    }

    public function delete($id = null)
    {
        return $this->write(fn () => parent::delete($id));
    }

    public function truncate()
    {
        // In MariaDB it ends the transaction that it stands in. What it took away is gone before the version is raised.
        parent::truncate();
        $this->types === [] || $this->versions()->bump($this->types);
    }

    private function write(Closure $statement): mixed
    {
        return $this->types === []
            ? $statement()
            : $this->versions()->change($this->types, function (Connection $connection) use ($statement): mixed {
                self::expectSame($this->connection, $connection);

                return $statement();
            });
    }

    /**
     * @throws LogicException
     */
    public static function expectSame(Connection $ofData, Connection $ofVersions): void
    {
        $ofData === $ofVersions || throw new LogicException(
            "The data are on the connection '{$ofData->getName()}' and their versions on '{$ofVersions->getName()}', so that one could"
            . ' be committed without the other; set versions.connection to that of the data',
        );
    }

    private function versions(): DataVersions
    {
        return Container::getInstance()->make(DataVersions::class);
    }
}
