<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Tests\processes\Options;
use Cartwright\Tests\processes\Places;
use Cartwright\Tests\Support\LaravelTestCase;
use MasyukAI\Cart\Storage\CacheStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * docs/storage.md and docs/cache-locking.md: their PHP runs in an application, they name the settings that there are, and
 * what they state is shown by something that is there.
 */
final class StoragePagesTest extends LaravelTestCase
{
    private const DOCS = __DIR__ . '/../../../../docs';

    /**
     * @return iterable<string, array{string}>
     */
    public static function blocks(): iterable
    {
        foreach (['storage', 'cache-locking'] as $page) {
            preg_match_all('/```php\n(.*?)```/s', self::page($page), $found);

            foreach ($found[1] as $at => $code) {
                yield "{$page}, block " . $at + 1 => [$code];
            }
        }
    }

    #[Test]
    #[DataProvider('blocks')]
    public function aBlockRuns(string $code): void
    {
        $file = "{$this->directory}/block.php";
        // Not left to zend.assertions, which may be off.
        file_put_contents($file, '<?php ' . str_replace('assert(', '$check(', $code));
        $checked = 0;
        $check = static function (bool $holds) use (&$checked): void {
            self::assertTrue($holds);
            $checked++;
        };
        $storage = new CacheStorage(cache()->store());
        $result = require $file;

        if (is_callable($result)) {
            $middleware = new class () {
                /** @var list<string> */
                public array $prepended = [];

                public function web(array $prepend): void
                {
                    $this->prepended = $prepend;
                }
            };
            $result($middleware);
            $this->assertSame([SerializeCartSession::class], $middleware->prepended);
        } elseif (substr_count($code, 'assert(') === 0) {
            $this->assertSame(1, $storage->getItems('user-7', 'default')['mug']['quantity']);
        }

        $this->assertSame(substr_count($code, 'assert('), $checked);
    }

    #[Test]
    public function thePagesNameTheSettings(): void
    {
        $pages = self::page('storage') . self::page('cache-locking');

        foreach (['session', 'cache', 'redis', 'sqlite', 'native_database'] as $branch) {
            foreach (array_keys(config("cart.{$branch}")) as $key) {
                $this->assertStringContainsString("`cart.{$branch}.{$key}`", $pages);
            }
        }
    }

    /**
     * @return iterable<string, array{string}>
     */
    public static function statements(): iterable
    {
        preg_match_all('/`(\w+Test::\w+|(?:run\.php|harm\.sh) --[^`]*)`/', self::page('storage'), $found);

        foreach ($found[1] as $statement) {
            yield $statement => [$statement];
        }
    }

    #[Test]
    #[DataProvider('statements')]
    public function whatTheTableStatesIsATestOrACommand(string $statement): void
    {
        if (! str_contains($statement, '::')) {
            [$program, $arguments] = explode(' ', $statement, 2);
            $options = new Options(explode(' ', $arguments));
            $this->assertCount(1, $options->drivers);
            $this->assertSame($program === 'harm.sh', $options->harm?->isOfServer() ?? false);

            return;
        }

        [$class, $method] = explode('::', $statement);
        $files = glob(dirname(__DIR__) . "/{Unit,Feature,Feature/*,Conformance}/{$class}.php", GLOB_BRACE);
        $this->assertCount(1, $files, "There is no {$class}");
        $this->assertMatchesRegularExpression(
            "/#\[Test\](?:\s*#\[[^\n]+\])*\s+public function {$method}\(/",
            (string) file_get_contents($files[0]),
        );
    }

    #[Test]
    public function everyDriverStandsInTheTableWithACommand(): void
    {
        $commands = implode("\n", array_column([...self::statements()], 0));

        foreach (array_diff(Places::DRIVERS, ['sqlite-wal', 'sqlite-journal']) as $driver) {
            $this->assertMatchesRegularExpression("/--driver={$driver}( |$)/m", $commands);
        }
    }

    private static function page(string $name): string
    {
        return (string) file_get_contents(self::DOCS . "/{$name}.md");
    }
}
