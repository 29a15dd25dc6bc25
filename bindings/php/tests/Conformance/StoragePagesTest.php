<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Tests\Support\LaravelTestCase;
use MasyukAI\Cart\Storage\CacheStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * docs/storage.md and docs/cache-locking.md: their PHP runs in an application, and they name the settings that there are.
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

        foreach (['session', 'cache'] as $branch) {
            foreach (array_keys(config("cart.{$branch}")) as $key) {
                $this->assertStringContainsString("`cart.{$branch}.{$key}`", $pages);
            }
        }
    }

    private static function page(string $name): string
    {
        return (string) file_get_contents(self::DOCS . "/{$name}.md");
    }
}
