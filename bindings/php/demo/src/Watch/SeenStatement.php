<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

use PDO;
use PDOStatement;

/**
 * A prepared statement that notes with which values it is executed, and how many rows that concerned.
 */
final class SeenStatement extends PDOStatement
{
    /** @var array<int|string, mixed> */
    private array $values = [];

    private ?Statement $noted = null;

    protected function __construct(private readonly StatementLog $log)
    {
    }

    public function bindValue(string|int $param, mixed $value, int $type = PDO::PARAM_STR): bool
    {
        $this->values[$param] = $value;

        return parent::bindValue($param, $value, $type);
    }

    public function execute(?array $params = null): bool
    {
        $this->noted = new Statement($this->queryString, $params ?? $this->values);
        $this->log->note($this->noted);
        $done = parent::execute($params);

        if ($this->columnCount() === 0) {
            $this->noted->rows = $this->rowCount();
        }

        return $done;
    }

    public function fetchAll(int $mode = PDO::FETCH_DEFAULT, mixed ...$args): array
    {
        $rows = parent::fetchAll($mode, ...$args);

        if ($this->noted !== null) {
            $this->noted->rows = count($rows);
        }

        return $rows;
    }
}
