<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Cartwright\Versions\VersionsData;
use Closure;
use Illuminate\Database\Eloquent\Model;

/**
 * Data of a race as a model, with the trait that a shop's models have.
 *
 * @internal
 *
 * @property string $way
 * @property int $writer
 * @property int $changes
 */
final class Row extends Model
{
    use VersionsData;

    public static Ground $ground;

    /** What happens in the transaction of a save. */
    public static ?Closure $open = null;

    public $timestamps = false;

    protected $guarded = [];

    public function getTable(): string
    {
        return self::$ground->table('data');
    }

    public function getConnectionName(): ?string
    {
        return self::$ground->connection;
    }

    /**
     * @return list<string>
     */
    public function dataVersionTypes(): array
    {
        return [Way::Model->type()];
    }

    protected static function booted(): void
    {
        static::saved(static fn () => self::$open === null ? null : (self::$open)());
    }
}
